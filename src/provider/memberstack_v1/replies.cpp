#include "provider/memberstack_v1/replies.hpp"

#include "core/ascii.hpp"
#include "provider/documents.hpp"
#include "provider/replies.hpp"

#include <string_view>

namespace muster::provider::memberstack_v1 {

namespace json = boost::json;

using replies::clean;

namespace {

/// Whether an error's words say that there is no such member.
bool says_missing(std::string const& said) {
    return replies::mentions(said, {"member", "user"})
           && replies::mentions(said, {"not found", "not exist", "no member", "no user", "no such"});
}

/// Whether a 404 is the API's own: JSON, or the status in words, of which the end may be cut off. A page of
/// HTML comes from somebody on the way, and says nothing of the member.
bool is_own_404(http::reply const& r, bool is_json) {
    constexpr std::string_view words = "not found";
    return r.status == 404
           && (is_json
               || words.starts_with(core::lower_ascii(std::string_view(r.body).substr(0, words.size()))));
}

std::string code_of(unsigned status) {
    return "http-" + std::to_string(status);
}

} // namespace

std::optional<core::member> read_document(json::value const& v) {
    auto const* const document = v.if_object();
    if (document == nullptr) return std::nullopt;
    for (auto const* const key : {"id", "_id"}) {
        auto const* const id = documents::at_or_null(*document, key).if_string();
        if (id == nullptr || id->empty()) continue;
        core::member m;
        m.id = *id;
        m.document = document;
        if (auto const* const email = documents::at_or_null(*document, "email").if_string()) m.email = *email;
        return m;
    }
    return std::nullopt;
}

std::optional<std::string> find_error(json::value const& body) {
    auto const* const object = body.if_object();
    auto const* const error = object != nullptr ? object->if_contains("error") : nullptr;
    if (error == nullptr || error->is_null()) return std::nullopt;
    if (auto const* const text = error->if_string()) return clean(*text);
    if (auto const* const inner = error->if_object()) return replies::text_at(*inner, "message");
    return std::string();
}

core::verdict judge_error(std::string const& said, unsigned status) {
    if (says_missing(said)) return core::gone{};
    return core::rejected{code_of(status), said};
}

bool says_email_is_taken(std::string const& said) {
    return replies::mentions(said, {"email", "e-mail"})
           && replies::mentions(said, {"already", "taken", "in use", "exists", "duplicate", "registered"});
}

std::optional<core::verdict> judge_status(http::reply const& r) {
    if (r.status >= 200 && r.status < 300) return std::nullopt;
    if (auto verdict = replies::judge_status(r)) return verdict;
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const said = error ? std::nullopt : find_error(body);
    if (r.status == 401 || r.status == 403) return replies::refused_key(r.status, said.value_or(""));
    if (error && r.body.starts_with('{')) return core::transient{"an error reply that was cut short"};
    if (is_own_404(r, body.is_object())) return core::gone{};
    if (!said) return core::rejected{code_of(r.status), clean(r.body)};
    return judge_error(*said, r.status);
}

} // namespace muster::provider::memberstack_v1
