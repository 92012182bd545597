#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace muster::http {

enum class method : std::uint8_t { get, post, put, patch, del };

/// The method's name on the wire.
std::string_view to_string(method m);
/// The inverse of to_string; nullopt for any other word.
std::optional<method> parse_method(std::string_view word);

/// One request, without what all requests to a platform share (host, credentials, user agent): those are the
/// client's, so that a request can be logged and compared as it stands.
struct request {
    request(method m, std::string path_and_query, std::string json_body = {})
        : verb(m),
          target(std::move(path_and_query)),
          body(std::move(json_body)) {}
    method verb;
    std::string target; ///< path and query below the provider's base URL, percent-encoded, begins with '/'
    std::string body;   ///< sent as application/json; empty = no body
    /// Others wait for what its reply brings: that is looked at before those of other requests which are
    /// there by then.
    bool urgent = false;
};

/// One reply. Header fields that nobody reads are dropped.
struct reply {
    unsigned status = 0;
    std::string body;
    std::string date;                 ///< when it was sent, by the clock of whoever sent it, or empty
    std::string retry_after;          ///< the field's text, or empty
    std::string rate_limit_limit;     ///< RateLimit-Limit or X-RateLimit-Limit, or empty
    std::string rate_limit_remaining; ///< RateLimit-Remaining or X-RateLimit-Remaining, or empty
    std::string rate_limit_reset;     ///< RateLimit-Reset or X-RateLimit-Reset, or empty
    std::string location;             ///< where a redirect points; redirects are never followed

    /// Forgets all of it, but keeps the room, where that is usual: for the next reply.
    void clear();
};

/// How an exchange broke.
enum class fault_kind : std::uint8_t {
    resolve,       ///< the host name does not resolve
    connect,       ///< no connection: refused, unreachable, timed out
    proxy_refused, ///< the proxy on the way wants other credentials than it was given, if any
    tls,           ///< the handshake failed for another reason than trust
    untrusted,     ///< the certificate is not to be trusted: expired, foreign, for another host
    timeout,       ///< no whole reply in time
    broken,        ///< reset or closed before the reply was whole
    malformed,     ///< the reply is not HTTP
    too_large,     ///< the reply is over the size limit
    aborted,       ///< we gave it up ourselves
};

/// An exchange without a reply.
struct fault {
    fault(fault_kind k, bool was_sent, std::string text)
        : kind(k),
          sent(was_sent),
          message(std::move(text)) {}
    fault_kind kind;
    /// True if any byte of the request may have reached the platform, so that it may have taken effect.
    bool sent;
    /// For people: what broke, with host and port; no secret.
    std::string message;
};

/// What a request came to.
using answer = std::variant<reply, fault>;

/// An empty reply there, in whatever room it has.
reply& fresh_reply(answer& in);

/// `text` percent-encoded for one path segment or query value (RFC 3986: all but unreserved characters).
std::string percent_encode(std::string_view text);

} // namespace muster::http
