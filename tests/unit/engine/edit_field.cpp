#include "edit_field.hpp"

namespace muster::simulated {

namespace json = boost::json;

namespace {

constexpr std::string_view plan_prefix = "plans.";
constexpr std::string_view own_json = "json";

/// What an update sets to have that value at that path; `now` = the member.
json::object as_update(json::object const& now, std::string const& path, json::value const& value) {
    auto const dot = path.find('.');
    if (dot == path.npos) return {{path, value}};
    auto const name = path.substr(0, dot);
    json::object inner;
    auto const* const old = name == own_json ? now.if_contains(name) : nullptr; // which is replaced whole
    if (old != nullptr && old->is_object()) inner = old->get_object();
    inner[path.substr(dot + 1)] = value;
    if (name == own_json && value.is_null()) inner.erase(path.substr(dot + 1));
    return {{name, std::move(inner)}};
}

} // namespace

void change_by_hand(spec::spec const& job, model_server& server, std::string const& member,
                    core::change what) {
    auto const& platform = *job.platform;
    auto const now = server.document(member);
    core::member m;
    m.id = member;
    m.document = &now;
    if (platform.needs_current(what)) what = platform.complete(what, m);
    provider::assignment const one{member, std::move(what)};
    static_cast<void>(server.answer(platform.perform({&one, 1})));
}

void edit_field(spec::spec const& job, model_server& server, std::string const& member,
                std::string const& path, json::value const& value) {
    if (!path.starts_with(plan_prefix))
        return change_by_hand(job, server, member,
                              core::update_fields{as_update(server.document(member), path, value), false});
    auto const plan = path.substr(plan_prefix.size());
    change_by_hand(job, server, member,
                   value.is_null() ? core::change(core::remove_plan{plan})
                                   : core::change(core::add_plan{plan}));
}

} // namespace muster::simulated
