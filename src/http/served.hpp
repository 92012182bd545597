#pragma once
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::http {

/// The process at the other end of a unix socket, as the kernel knows it (SO_PEERCRED, unix(7)): as it was
/// when it connected.
struct peer_process {
    std::int64_t pid = 0;
    std::uint32_t uid = 0;
};

/// Who is at the other end of a connection.
struct served_peer {
    std::optional<peer_process> process; ///< over a unix socket only
    std::string address;                 ///< over TCP only: its IP address
};

/// One request as a server got it.
struct served_request {
    std::string method; ///< as sent
    std::string target; ///< path and query, still percent-encoded
    std::string body;
    std::vector<std::pair<std::string, std::string>> fields; ///< the header's, in their order
    served_peer from;

    /// How many fields have that name, in whatever case.
    [[nodiscard]] std::size_t count(std::string_view name) const;
    /// The first field of that name, in whatever case; empty if there is none.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// How a reply goes out.
enum class delivery : std::uint8_t {
    whole,    ///< as a server should
    reset,    ///< not at all: the connection is reset (RST)
    stall,    ///< the head only; the body never comes, the connection stays open
    truncate, ///< the head and half of the body, then the connection is closed
};

/// The body of a reply that is written piece by piece while the client stays. One thread.
class served_stream {
public:
    virtual ~served_stream() = default;
    /// Queues bytes. False if nobody takes them any more: the client went away, was too slow to take what is
    /// queued already, or the server stops. Never waits.
    virtual bool write(std::string_view bytes) = 0;
    /// Nothing more comes: what is queued is sent, and the connection is closed.
    virtual void end() = 0;
};

/// One reply and how it is to be sent.
struct served_reply {
    served_reply(unsigned code, std::string text, std::string type = "application/json; charset=utf-8")
        : status(code),
          body(std::move(text)),
          content_type(std::move(type)) {}
    unsigned status;
    std::string body;
    std::string content_type;
    std::string more_fields; ///< whole header lines, each with its CRLF
    core::duration delay{};  ///< how long after the request's arrival the reply is sent
    delivery how = delivery::whole;
    /// Takes the stream that the body is written to, instead of `body`, and keeps it as long as it has
    /// something to say. Empty = the reply is `body`.
    std::function<void(std::shared_ptr<served_stream>)> stream;
};

/// An error, as all our own servers shape it: `{"code": code, "message": message}`.
served_reply served_error(unsigned status, std::string_view code, std::string_view message);

} // namespace muster::http
