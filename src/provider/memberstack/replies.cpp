#include "provider/memberstack/replies.hpp"

#include "core/ascii.hpp"
#include "provider/replies.hpp"

#include <algorithm>

namespace muster::provider::memberstack {

namespace json = boost::json;

using replies::clean;
using replies::text_at;

namespace {

bool mentions(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

/// What a code says, however it is written: codes were met with and without the prefix (other public clients,
/// October 2026), and some in capitals (`INVALID_TOKEN`).
std::string bare(std::string_view code) {
    constexpr std::string_view prefix = "validation/";
    if (code.starts_with(prefix)) code.remove_prefix(prefix.size());
    auto plain = core::lower_ascii(code);
    std::replace(plain.begin(), plain.end(), '_', '-');
    return plain;
}

bool says_missing(std::string_view code) {
    return mentions(code, "not-found") || mentions(code, "does-not-exist") || mentions(code, "invalid");
}

/// Whether an error may be about a member that does not exist: updates and deletions of such a one were met
/// with 400 and a general code such as `generic-message` (other public clients, October 2026). Which codes
/// are general is a guess.
bool may_mean_gone(std::string_view code, unsigned status) {
    if (status != 400 && status != 404 && status != 410) return false;
    return code.empty() || code.starts_with("generic") || code.starts_with("unknown") || code == "error"
           || code == "bad-request" || code == "not-found"
           || (mentions(code, "member") && says_missing(code));
}

bool is_success(unsigned status) {
    return status >= 200 && status < 300;
}

/// `errors` beside or instead of `error`: a list of them, or an object of them by field.
bool holds_errors(json::object const& body) {
    auto const* const errors = body.if_contains("errors");
    if (errors == nullptr) return false;
    if (auto const* const list = errors->if_array()) return !list->empty();
    return errors->is_object() && !errors->get_object().empty();
}

/// What the body itself says, and where it says nothing, what the first of its `errors` does.
complaint first_of_errors(json::object const& body) {
    complaint c{text_at(body, "code"), text_at(body, "message")};
    auto const* const list = body.at("errors").if_array();
    if (list == nullptr) return c;
    if (auto const* const first = list->front().if_object()) {
        if (c.code.empty()) c.code = text_at(*first, "code");
        if (c.message.empty()) c.message = text_at(*first, "message");
    } else if (auto const* const text = list->front().if_string(); text != nullptr && c.message.empty()) {
        c.message = clean(*text);
    }
    return c;
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
    if (holds_errors(*object)) return first_of_errors(*object);
    if (whole) return complaint{text_at(*object, "code"), text_at(*object, "message")};
    return std::nullopt;
}

std::optional<core::refused> find_refused_key(complaint const& c, unsigned status) {
    // `validation/invalid-secret-key`: with 400 for a key that is malformed or missing, with 401 for one that
    // is unknown (other public clients, October 2026).
    if (!mentions(bare(c.code), "secret-key")) return std::nullopt;
    auto refusal = replies::refused_key(status, c.message, c.code);
    refusal.what = core::refused::cause::credentials;
    return refusal;
}

core::verdict judge_complaint(complaint const& c, unsigned status) {
    using cause = core::refused::cause;
    auto const code = bare(c.code);
    // SDK 1.7.0: addFreePlan rejects with this code for a member that has the plan.
    if (code == "already-have-plan") return core::already{};
    if (auto refusal = find_refused_key(c, status)) return std::move(*refusal);
    if (mentions(code, "plan") && says_missing(code))
        return core::refused{cause::operation,
                             c.message.empty() ? "the plan does not exist" : c.message + " (" + c.code + ")",
                             c.code};
    if (status == 404 && (mentions(code, "member") || mentions(c.message, "ember"))) return core::gone{};
    using certainty = core::rejected::certainty;
    auto how = may_mean_gone(code, status) ? certainty::perhaps_gone : certainty::sure;
    if (is_success(status)) how = certainty::perhaps_done;
    return core::rejected{c.code.empty() ? "http-" + std::to_string(status) : c.code, c.message, how};
}

std::optional<core::verdict> judge_status(
    http::reply const& r, std::function<core::verdict(complaint const&, unsigned)> const& judge) {
    if (is_success(r.status)) return std::nullopt;
    if (auto verdict = replies::judge_status(r)) return verdict;
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const found = error ? std::nullopt : find_complaint(body, true);
    if (r.status == 401 || r.status == 403) {
        auto const said = found.value_or(complaint());
        if (auto refusal = find_refused_key(said, r.status)) return std::move(*refusal);
        return replies::refused_key(r.status, said.message, said.code);
    }
    if (error && r.body.starts_with('{')) return core::transient{"an error reply that was cut short"};
    // A body that is not JSON did not come from the platform's API: such a 404 says nothing of the member.
    if (!found) return core::rejected{"http-" + std::to_string(r.status), clean(r.body)};
    return judge(*found, r.status);
}

} // namespace muster::provider::memberstack
