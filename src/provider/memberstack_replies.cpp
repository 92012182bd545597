#include "provider/memberstack_replies.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cmath>

namespace muster::provider::memberstack_replies {

namespace json = boost::json;

namespace {

// The platform's words end up in journal, terminal and reports: enough to understand, and no more. Cut once
// they are redacted, as half a key is not known for one; and redacted no further than could show.
constexpr std::size_t longest_message = 300;
constexpr std::size_t longest_looked_at = 4096;

std::string clean(std::string_view text) {
    return core::printable(core::redact(text.substr(0, longest_looked_at)).substr(0, longest_message));
}

std::string text_at(json::object const& o, std::string_view key) {
    auto const* const found = o.if_contains(key);
    return found != nullptr && found->is_string() ? clean(found->get_string()) : std::string();
}

bool mentions(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

bool says_missing(std::string_view code) {
    return mentions(code, "not-found") || mentions(code, "not_found") || mentions(code, "does-not-exist")
           || mentions(code, "invalid");
}

// A number that no double holds is read as infinite, and would be written as no JSON at all.
void endless_to_null(json::value& v) {
    if (auto* const number = v.if_double(); number != nullptr && !std::isfinite(*number)) {
        v = nullptr;
    } else if (auto* const array = v.if_array()) {
        for (auto& each : *array) endless_to_null(each);
    } else if (auto* const object = v.if_object()) {
        for (auto& entry : *object) endless_to_null(entry.value());
    }
}

// Values take many times the memory of their text (`0,0,0`), so a large body is bounded by what it holds,
// too.
constexpr std::size_t most_values = 500'000;

bool holds_too_much(std::string_view body) {
    return body.size() > most_values
           && std::count(body.begin(), body.end(), ',') > std::ptrdiff_t{most_values};
}

} // namespace

json::value parse(std::string_view body, boost::system::error_code& error, json::storage_ptr memory) {
    if (holds_too_much(body)) {
        error = json::make_error_code(json::error::array_too_large);
        return nullptr;
    }
    json::parse_options options;
    // By default 32: one member with a deeper `json` would make its whole page unreadable.
    options.max_depth = 256;
    auto value = json::parse(body, error, std::move(memory), options);
    endless_to_null(value);
    return value;
}

std::optional<complaint> find_complaint(json::value const& body, bool whole) {
    auto const* const object = body.if_object();
    if (object == nullptr) return std::nullopt;
    if (auto const* const error = object->if_contains("error"); error != nullptr && !error->is_null()) {
        if (auto const* const inner = error->if_object())
            return complaint{text_at(*inner, "code"), text_at(*inner, "message")};
        if (auto const* const text = error->if_string())
            return complaint{text_at(*object, "code"),
                             text->empty() ? text_at(*object, "message") : clean(*text)};
        return complaint{};
    }
    if (whole) return complaint{text_at(*object, "code"), text_at(*object, "message")};
    return std::nullopt;
}

core::verdict judge_complaint(complaint const& c, unsigned status) {
    // SDK 1.7.0: addFreePlan rejects with this code for a member that has the plan.
    if (c.code == "already-have-plan") return core::already{};
    if (mentions(c.code, "plan") && says_missing(c.code))
        return core::refused{core::refused::cause::operation,
                             c.message.empty() ? "the plan does not exist" : c.message + " (" + c.code + ")"};
    if (status == 404 && (mentions(c.code, "member") || mentions(c.message, "ember"))) return core::gone{};
    auto const code = c.code.empty() ? "http-" + std::to_string(status) : c.code;
    return core::rejected{code, c.message};
}

std::optional<core::verdict> judge_status(http::reply const& r) {
    if (r.status >= 200 && r.status < 300) return std::nullopt;
    if (r.status == 429) return core::throttled{};
    if (r.status == 408 || r.status >= 500) return core::transient{"HTTP " + std::to_string(r.status)};
    if (r.status >= 300 && r.status < 400)
        return core::refused{
            core::refused::cause::address,
            "the platform redirects to " + clean(r.location) + " (HTTP " + std::to_string(r.status)
                + "); the key is not sent elsewhere. If it has moved for good, set provider.baseUrl"};
    boost::system::error_code error;
    auto const body = parse(r.body, error);
    auto const found = error ? std::nullopt : find_complaint(body, true);
    if (r.status == 401 || r.status == 403)
        return core::refused{
            core::refused::cause::credentials,
            "HTTP " + std::to_string(r.status)
                + (found && !found->message.empty() ? ": " + found->message : std::string())};
    if (error && r.body.starts_with('{')) return core::transient{"an error reply that was cut short"};
    // A body that is not JSON did not come from the platform's API: such a 404 says nothing of the member.
    if (!found) return core::rejected{"http-" + std::to_string(r.status), clean(r.body)};
    return judge_complaint(*found, r.status);
}

} // namespace muster::provider::memberstack_replies
