#include "spec/recorded_change.hpp"

#include <stdexcept>

namespace muster::spec {

namespace json = boost::json;

namespace {

operation::impossible unreadable(std::string const& why) {
    return {"no-deed", "its row tells of no change that was made: " + why};
}

} // namespace

std::variant<recorded_change, operation::impossible> recorded_in(core::member const& m) {
    auto const* const row = m.document->if_contains("row");
    auto const* const fields = row != nullptr ? row->if_object() : nullptr;
    auto const* const change = fields != nullptr ? fields->if_contains("change") : nullptr;
    auto const* const before = fields != nullptr ? fields->if_contains("before") : nullptr;
    if (change == nullptr) return unreadable("it has no \"change\"");
    try {
        json::value const own(*change, json::storage_ptr()); // the change outlives its row
        recorded_change d{core::change_from_json(own), {}, {}};
        if (before != nullptr && before->is_object()) d.before = before->get_object();
        auto const* const known_by = fields->if_contains("ref");
        if (known_by != nullptr && known_by->is_string()) d.known_by = known_by->get_string();
        return d;
    } catch (std::invalid_argument const& e) {
        return unreadable(e.what());
    }
}

} // namespace muster::spec
