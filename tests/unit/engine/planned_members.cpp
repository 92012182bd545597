#include "planned_members.hpp"

#include "edit_field.hpp"
#include "engine/proposal.hpp"
#include "spec/read.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>
#include <vector>

namespace muster::simulated {

namespace json = boost::json;

namespace {

// Which of the members in the plan; the canary has seen three by then.
struct chosen {
    static constexpr std::size_t moved = 4, edited = 6, changed = 9, removed = 12, late = 15;
};

spec::spec read_plan_spec(std::string const& text) {
    auto read = spec::read(text, {});
    if (!read.value) throw std::runtime_error(spec::format("the plan's spec", read.mistakes));
    return std::move(*read.value);
}

} // namespace

planned_members::planned_members(std::string const& spec, model_server& server)
    : spec_(std::make_unique<spec::spec>(read_plan_spec(spec))) {
    std::vector<std::string> all;
    core::change what;
    for (auto const& id : server.members()) {
        auto const document = server.document(id);
        core::member m;
        m.id = id;
        m.document = &document;
        auto const p = engine::look_at(m, *spec_);
        if (p.what != engine::proposal::kind::change) continue;
        all.push_back(id);
        what = p.change;
        rows_ += json::serialize(
                     json::object{{"id", id}, {"change", core::to_json(p.change)}, {"before", p.before}})
                 + "\n";
    }
    named_.insert(all.begin(), all.end());
    bool const deletes = std::holds_alternative<core::delete_member>(what);
    bool const overwrites = !std::holds_alternative<core::add_plan>(what);
    move_away(server, all.at(chosen::moved));
    edit_field(*spec_, server, all.at(chosen::edited), "customFields.score", json::value("99"));
    if (overwrites) stale_.insert(all.at(chosen::edited));
    change_by_hand(*spec_, server, all.at(chosen::changed), what);
    in_effect_.insert(all.at(chosen::changed));
    server.erase(all.at(chosen::removed));
    (deletes ? in_effect_ : stale_).insert(all.at(chosen::removed));
    latecomer_ = all.at(chosen::late);
    server.begin_ledger();
}

void planned_members::move_away(model_server& server, std::string const& member) {
    edit_field(*spec_, server, member, "customFields.country", json::value("Sweden"));
    stale_.insert(member);
}

bool planned_members::meddle(model_server& server, model_world& w) {
    if (w.journal_text().find(json::serialize(json::value(latecomer_))) != std::string::npos) return false;
    move_away(server, latecomer_);
    server.forget(latecomer_);
    return true;
}

} // namespace muster::simulated
