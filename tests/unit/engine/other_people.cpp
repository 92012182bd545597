#include "other_people.hpp"

#include "edit_field.hpp"

namespace muster::simulated {

namespace json = boost::json;

void other_people::work(past_deeds const& deeds) {
    for (auto const& [id, document] : look_at_everybody(server_)) {
        auto const deed = deeds.find(id);
        auto const what = dice_.below(100);
        if (what < 6) {
            server_.erase(id);
        } else if (what < 20) {
            auto const field = some_field(dice_, provider_);
            edit(id, field.path, field.value);
        } else if (what < 40 && deed != deeds.end()) {
            edit_deed(id, deed->second);
        }
    }
}

void other_people::edit_deed(std::string const& id, past_deed const& d) {
    if (!d.made_as.empty()) {
        auto const path = reference_path(provider_);
        return edit(id, path == "auth.email" ? "email" : path,
                    json::value("moved-" + id + "@others.example"));
    }
    auto const& field = d.fields[dice_.below(d.fields.size())];
    auto const value = some_value(dice_, provider_, field.path);
    edit(id, field.path, dice_.chance(0.3) ? field.before : value);
}

void other_people::edit(std::string const& id, std::string const& path, json::value const& value) {
    edit_field(job_, server_, id, path, value);
}

} // namespace muster::simulated
