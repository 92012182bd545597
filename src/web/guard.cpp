#include "web/guard.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"

#include <algorithm>

namespace muster::web {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result) c = core::lower_ascii(c);
    return result;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t";
    auto const begin = text.find_first_not_of(blank);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

bool is_among(std::string_view text, std::vector<std::string> const& all) {
    return std::find(all.begin(), all.end(), text) != all.end();
}

/// What the session may that a cookie names. A browser may send several of one name.
std::optional<role> role_of_cookies(std::string_view cookie, sessions const& known,
                                    http::served_request const& r) {
    for (auto const& [name, value] : r.fields) {
        if (lower(name) != "cookie") continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto const pair = trimmed(rest.substr(0, rest.find(';')));
            rest.remove_prefix(
                std::min(rest.size(), rest.find(';') == rest.npos ? rest.size() : rest.find(';') + 1));
            auto const equals = pair.find('=');
            if (equals == pair.npos || pair.substr(0, equals) != cookie) continue;
            if (auto const may = known.find(pair.substr(equals + 1))) return may;
        }
    }
    return std::nullopt;
}

/// The user whom a proxy names, if it may and does; a refusal if what it names is nobody.
std::variant<std::monostate, caller, refusal> named_by_proxy(guard_settings const& s,
                                                             http::served_request const& r) {
    if (s.user_header.empty() || !is_among(r.from.address, s.proxies)) return {};
    auto const count = r.count(s.user_header);
    if (count == 0) return {};
    auto const name = trimmed(r.field(s.user_header));
    if (count > 1 || name.empty() || name.size() > longest_user || core::printable(name) != name
        || core::holds_secret(name))
        return refusal{401, "no-user", "The proxy names no user in its field " + s.user_header + "."};
    bool const may_act = s.actors.empty() || is_among(name, s.actors);
    return caller{std::string(name), may_act ? role::act : role::read};
}

std::variant<caller, refusal> find_caller(guard_settings const& s, sessions const& known,
                                          http::served_request const& r) {
    auto named = named_by_proxy(s, r);
    if (auto* const who = std::get_if<caller>(&named)) return std::move(*who);
    if (auto* const bad = std::get_if<refusal>(&named)) return std::move(*bad);
    if (auto const may = role_of_cookies(s.cookie, known, r)) return caller{s.user, *may};
    // A monitor keeps no cookies. It may look, whatever the token is for.
    constexpr std::string_view bearer = "Bearer ";
    auto const shown = r.field("Authorization");
    if (shown.starts_with(bearer) && known.is_kept_token(shown.substr(bearer.size())))
        return caller{s.user, role::read};
    return refusal{401, "not-logged-in", "Open the link that muster web printed when it began."};
}

/// Whether a request comes from our own page, as browsers tell by the field Origin.
bool is_own_origin(guard_settings const& s, http::served_request const& r) {
    if (r.count("Origin") != 1) return false;
    auto const origin = lower(r.field("Origin"));
    auto const host = lower(r.field("Host"));
    // What a proxy in front of us does with TLS we do not see.
    return origin == "http://" + host || (!s.user_header.empty() && origin == "https://" + host);
}

/// Whether another site asks in the browser's name for what only the page is for, as newer browsers tell.
bool is_from_elsewhere(http::served_request const& r) {
    auto const site = r.field("Sec-Fetch-Site");
    return r.target.starts_with("/api/") && !site.empty() && site != "same-origin" && site != "none";
}

bool is_json(std::string_view type) {
    return lower(trimmed(type.substr(0, type.find(';')))) == "application/json";
}

} // namespace

std::optional<refusal> check_host(guard_settings const& s, http::served_request const& r) {
    if (r.count("Host") == 1 && is_among(lower(r.field("Host")), s.hosts)) return std::nullopt;
    return refusal{
        421, "other-host",
        "This is muster web, and not the host that was asked for; another name is allowed by --host NAME."};
}

std::variant<caller, refusal> admit(guard_settings const& s, sessions const& known,
                                    http::served_request const& r) {
    if (auto other = check_host(s, r)) return *std::move(other);
    if (is_from_elsewhere(r))
        return refusal{403, "other-origin", "Only the page of this muster web may ask for that."};
    auto found = find_caller(s, known, r);
    auto const* const who = std::get_if<caller>(&found);
    if (who == nullptr || r.method == "GET") return found;
    if (!is_own_origin(s, r))
        return refusal{403, "other-origin", "Only the page of this muster web may ask for that."};
    if (!is_json(r.field("Content-Type")))
        return refusal{403, "not-json", "The body's type must be application/json."};
    if (who->may != role::act) return refusal{403, "read-only", "You may look here, and change nothing."};
    return found;
}

} // namespace muster::web
