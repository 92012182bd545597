#include "sandbox/memberpulse/hooks.hpp"

#include "sandbox/memberpulse/problem.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberpulse {

namespace json = boost::json;

namespace {

bool is_event(json::value const& v) {
    constexpr std::string_view resources[] = {"member", "event", "course"};
    constexpr std::string_view happenings[] = {"created", "updated", "deleted"};
    if (!v.is_string()) return false;
    std::string_view const text = v.get_string();
    auto const dot = std::min(text.find('.'), text.size());
    auto const is = [&](auto const& words, std::string_view part) {
        return std::find(std::begin(words), std::end(words), part) != std::end(words);
    };
    return dot < text.size() && is(resources, text.substr(0, dot)) && is(happenings, text.substr(dot + 1));
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
    if (!named) all.push_back({"events", "must be events that there are, such as member.created"});
    return all;
}

} // namespace

std::vector<std::string> hooks::all() const {
    std::vector<std::string> texts;
    for (auto const& hook : all_) texts.push_back(json::serialize(hook));
    return texts;
}

reply hooks::add(json::object const& body) {
    if (auto const wrong = wrong_with(body); !wrong.empty()) return invalid(wrong);
    auto const number = std::to_string(++made_);
    all_.push_back(
        {{"id", "wh-" + number}, {"url", body.at("url")}, {"events", body.at("events")}, {"active", true}});
    auto shown = all_.back();
    shown["secret"] = "whsec_" + number;
    return reply(201, json::serialize(shown));
}

reply hooks::remove(std::string_view id) {
    auto const has_id = [&](json::object const& hook) { return hook.at("id").as_string() == id; };
    if (std::erase_if(all_, has_id) == 0) return problem(404, "not-found", "There is no such webhook.");
    return reply(204, "");
}

} // namespace muster::sandbox::memberpulse
