#include "spec/notify_block.hpp"

#include "spec/provider_block.hpp"
#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace muster::spec {
namespace {

namespace json = boost::json;

using event = notify::event;

constexpr std::array<std::pair<event, std::string_view>, 4> event_words{{{event::complete, "complete"},
                                                                         {event::failed, "failed"},
                                                                         {event::stopped, "stopped"},
                                                                         {event::late, "late"}}};

constexpr std::size_t most_arguments = 64;

std::vector<event> read_events(core::node const& n) {
    std::vector<event> on;
    if (!n.value().is_array() || n.value().get_array().empty()) {
        n.fail(R"(must be a list of at least one of "complete", "failed", "stopped", "late")");
        return on;
    }
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        auto const place = n.at(i);
        auto const word = place.string();
        if (!word) continue;
        auto const found = parse_event(*word);
        if (!found)
            place.fail(R"(must be one of "complete", "failed", "stopped", "late")");
        else if (std::find(on.begin(), on.end(), *found) != on.end())
            place.fail("stands there twice");
        else
            on.push_back(*found);
    }
    return on;
}

/// An address that is a secret: whoever knows it can write there.
std::optional<key_reference> read_address(core::node const& block) {
    auto const n = block.require("url");
    if (!n) return std::nullopt;
    if (n->value().is_string()) {
        n->fail(R"(must not be the address itself, as whoever knows it can use it; write {"env": "NAME"})");
        return std::nullopt;
    }
    return read_key(*n);
}

std::vector<std::string> read_command(core::node const& n) {
    std::vector<std::string> command;
    if (!n.value().is_array() || n.value().get_array().empty()
        || n.value().get_array().size() > most_arguments) {
        n.fail(R"(must be a program and its arguments, e.g. ["sendmail", "-t"]; no shell reads it)");
        return command;
    }
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        auto const word = i == 0 ? n.at(i).non_empty_string() : n.at(i).string();
        if (word && word->find('\0') != word->npos) n.at(i).fail("must not hold a NUL");
        if (word) command.push_back(*word);
    }
    return command;
}

json::object described(json::object schema, std::string_view description) {
    schema["description"] = description;
    return schema;
}

} // namespace

std::string_view to_string(event e) {
    return event_words.at(static_cast<std::size_t>(e)).second;
}

std::optional<event> parse_event(std::string_view word) {
    auto const* const found =
        std::find_if(event_words.begin(), event_words.end(), [&](auto const& w) { return w.second == word; });
    return found == event_words.end() ? std::nullopt : std::optional(found->first);
}

notify read_notify(core::node const& n) {
    notify tell;
    tell.on = {event::failed, event::stopped, event::late};
    if (!n.is_object(R"({"webhook": {"url": {"env": "NAME"}}})")) return tell;
    n.allow_keys({"on", "webhook", "command", "ping"});
    if (auto const on = n.get("on")) tell.on = read_events(*on);
    auto const webhook = n.get("webhook");
    if (webhook && webhook->is_object(R"({"url": {"env": "NAME"}})")) {
        webhook->allow_keys({"url", "secret"});
        tell.webhook = read_address(*webhook);
        if (auto const secret = webhook->get("secret")) tell.secret = read_key(*secret);
    }
    auto const command = n.get("command");
    if (command) tell.command = read_command(*command);
    auto const ping = n.get("ping");
    if (ping && ping->is_object(R"({"url": {"env": "NAME"}})")) {
        ping->allow_keys({"url"});
        tell.ping = read_address(*ping);
    }
    if (!webhook && !command && !ping) n.fail(R"(must say whom to tell: "webhook", "command" or "ping")");
    return tell;
}

json::object notify_schema(json::object const& secret) {
    json::array events;
    for (auto const& each : event_words) events.emplace_back(each.second);
    json::object on{{"type", "array"},
                    {"description", "What is told; \"failed\", \"stopped\" and \"late\" if not given. That "
                                    "all is well again is told in any case."}};
    on["items"] = json::object{{"enum", std::move(events)}};
    on["minItems"] = 1;
    on["uniqueItems"] = true;

    json::object webhook;
    webhook["url"] = described(secret, "Where the address is kept; it is a secret.");
    webhook["secret"] = described(secret, "Where the secret (whsec_...) is kept with which messages are "
                                          "signed, as Standard Webhooks has it.");
    json::object ping;
    ping["url"] = described(secret, "Where the address is kept; it is a secret.");

    json::object command{{"type", "array"},
                         {"description", "A program and its arguments, run without a shell; it gets the "
                                         "message as a mail on its standard input."}};
    command["items"] = json::object{{"type", "string"}};
    command["minItems"] = 1;
    command["maxItems"] = most_arguments;

    json::object properties;
    properties["on"] = std::move(on);
    properties["webhook"] = block("An address that messages are posted to as JSON; Slack's will do.",
                                  std::move(webhook), {"url"});
    properties["command"] = std::move(command);
    properties["ping"] =
        block("A watchman, as healthchecks.io has them: it is told of each start (/start) and "
              "end (/EXIT-STATUS), and raises the alarm when it hears nothing.",
              std::move(ping), {"url"});
    auto schema = block("Whom to tell how the job stands.", std::move(properties), {});
    schema["anyOf"] = json::array{json::object{{"required", json::array{"webhook"}}},
                                  json::object{{"required", json::array{"command"}}},
                                  json::object{{"required", json::array{"ping"}}}};
    return schema;
}

} // namespace muster::spec
