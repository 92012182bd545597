#include "web/replies.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace muster::web {

namespace {

constexpr std::string_view keep_nothing = "Cache-Control: no-store\r\n";

std::string html_text(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

} // namespace

std::string common_fields() {
    return "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' "
           "data:; "
           "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "Referrer-Policy: no-referrer\r\n";
}

http::served_reply json_reply(unsigned status, std::string text) {
    http::served_reply reply(status, std::move(text));
    reply.more_fields = keep_nothing;
    return reply;
}

http::served_reply json_reply(refusal const& r) {
    boost::json::object body;
    body["code"] = r.code;
    body["message"] = r.message;
    return json_reply(r.status, core::printable_json(core::redact(boost::json::serialize(body))));
}

http::served_reply page_reply(refusal const& r) {
    auto const words = html_text(core::printable(core::redact(r.message)));
    http::served_reply reply(
        r.status,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>muster</title>\n"
        "<h1>muster</h1>\n<p>"
            + words + "</p>\n</html>\n",
        "text/html; charset=utf-8");
    reply.more_fields = keep_nothing;
    return reply;
}

http::served_reply login_reply(std::string const& cookie, std::string const& session) {
    http::served_reply reply(303, "", "text/plain; charset=utf-8");
    reply.more_fields = "Location: /\r\nSet-Cookie: " + cookie + "=" + session
                        + "; HttpOnly; SameSite=Strict; Path=/\r\n" + std::string(keep_nothing);
    return reply;
}

http::served_reply asset_reply(asset const& a, std::string_view if_none_match) {
    bool const known = is_known(a, if_none_match);
    http::served_reply reply(known ? 304 : 200, known ? std::string() : std::string(a.bytes),
                             std::string(a.content_type));
    reply.more_fields = "Cache-Control: no-cache\r\nETag: " + a.etag + "\r\n";
    return reply;
}

} // namespace muster::web
