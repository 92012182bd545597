#include "web/bodies.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>

namespace muster::web {

namespace json = boost::json;

namespace {

refusal bad(std::string message) {
    return {400, "bad-request", std::move(message)};
}

std::optional<json::object> object_of(std::string_view body) {
    if (body.empty()) return json::object();
    boost::system::error_code error;
    auto parsed = json::parse(body, error);
    if (error || !parsed.is_object()) return std::nullopt;
    return std::move(parsed.get_object());
}

std::string why_in(json::object const& body) {
    auto const* const why = body.if_contains("why");
    return why != nullptr && why->is_string() ? core::printable(core::redact(why->get_string()))
                                              : std::string();
}

/// A value as `--set` takes it; nullopt: it is none.
std::optional<std::string> text_of(json::value const& v) {
    if (v.is_string()) return std::string(v.get_string());
    if (v.is_bool() || v.is_number()) return json::serialize(v);
    return std::nullopt;
}

} // namespace

std::variant<steering, refusal> read_steering(std::string_view body, std::string_view actor) {
    auto object = object_of(body);
    if (!object) return bad("The body is not a JSON object.");
    steering result;
    result.why = why_in(*object);
    (*object)["who"] = actor;
    result.body = json::serialize(*object);
    return result;
}

std::variant<std::vector<std::string>, refusal> read_settings(std::string_view body) {
    auto const object = object_of(body);
    if (!object) return bad("The body is not a JSON object.");
    std::vector<std::string> options;
    auto const* const set = object->if_contains("set");
    if (set == nullptr) return options;
    if (!set->is_object()) return bad("`set` must be an object of names and values.");
    for (auto const& [name, value] : set->get_object()) {
        auto const text = text_of(value);
        // In one word with its option, a value cannot pass for another option.
        auto option = "--set=" + std::string(name) + "=" + text.value_or("");
        if (!text || name.empty() || name.find('=') != name.npos || option.find('\0') != option.npos)
            return bad("`set` may not hold " + core::quoted(name) + ", or not with that value.");
        options.push_back(std::move(option));
    }
    return options;
}

std::string why_of(std::string_view body) {
    auto const object = object_of(body);
    return object ? why_in(*object) : std::string();
}

} // namespace muster::web
