#include "sandbox/memberpulse/hooks.hpp"

#include "sandbox/memberpulse/problem.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberpulse {

namespace json = boost::json;

namespace {

bool is_event(json::value const& v) {
    return v.is_string() && v.get_string().find('.') != std::string_view::npos;
}

std::vector<violation> wrong_with(json::object const& body) {
    std::vector<violation> all;
    auto const* const url = body.if_contains("url");
    bool const https = url != nullptr && url->is_string() && url->get_string().starts_with("https://");
    if (!https) all.push_back({"url", "must be an https address"});
    auto const* const found = body.if_contains("events");
    auto const* const events = found != nullptr ? found->if_array() : nullptr;
    bool const named =
        events != nullptr && !events->empty() && std::all_of(events->begin(), events->end(), is_event);
    if (!named) all.push_back({"events", "must name at least one event, such as member.created"});
    return all;
}

} // namespace

reply hooks::list() const {
    json::array all;
    for (auto const& [id, hook] : all_) all.push_back(hook);
    return reply(200, json::serialize(all));
}

reply hooks::add(json::object const& body) {
    if (auto const wrong = wrong_with(body); !wrong.empty()) return invalid(wrong);
    auto const id = "wh-" + std::to_string(++made_);
    auto& hook = all_[id];
    hook = {{"id", id}, {"url", body.at("url")}, {"events", body.at("events")}};
    return reply(201, json::serialize(hook));
}

reply hooks::remove(std::string_view id) {
    auto const at = all_.find(id);
    if (at == all_.end()) return problem(404, "not-found", "There is no such webhook.");
    all_.erase(at);
    return reply(204, "");
}

} // namespace muster::sandbox::memberpulse
