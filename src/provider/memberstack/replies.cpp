#include "provider/memberstack/replies.hpp"

#include "provider/replies.hpp"

namespace muster::provider::memberstack {

namespace json = boost::json;

using replies::clean;
using replies::text_at;

namespace {

bool mentions(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

bool says_missing(std::string_view code) {
    return mentions(code, "not-found") || mentions(code, "not_found") || mentions(code, "does-not-exist")
           || mentions(code, "invalid");
}

} // namespace

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
    if (auto verdict = replies::judge_status(r)) return verdict;
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const found = error ? std::nullopt : find_complaint(body, true);
    if (r.status == 401 || r.status == 403)
        return replies::refused_key(r.status, found ? found->message : std::string());
    if (error && r.body.starts_with('{')) return core::transient{"an error reply that was cut short"};
    // A body that is not JSON did not come from the platform's API: such a 404 says nothing of the member.
    if (!found) return core::rejected{"http-" + std::to_string(r.status), clean(r.body)};
    return judge_complaint(*found, r.status);
}

} // namespace muster::provider::memberstack
