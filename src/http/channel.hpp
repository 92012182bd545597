#pragma once
#include "http/readiness.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string_view>

namespace muster::http {

/// What an attempt to read or write came to. None of them waits.
struct attempt {
    enum class result {
        done,        ///< `bytes` went over, at least one
        wants_read,  ///< not before the socket can be read
        wants_write, ///< not before it can be written
        ended,       ///< the peer ended its side, in the way that belongs to it
        failed       ///< `error` says of what
    };
    result what = result::done;
    std::size_t bytes = 0;
    boost::system::error_code error{};

    static attempt failure(boost::system::error_code const& why) { return {result::failed, 0, why}; }
};

/// Bytes to and from a peer.
class channel {
public:
    virtual ~channel() = default;
    virtual attempt write(std::string_view bytes) = 0;
    virtual attempt read(char* into, std::size_t size) = 0;
    /// Whether nothing came that was not asked for, and the peer has not ended its side, so far as can be
    /// told without waiting.
    virtual bool quiet() = 0;
};

/// A socket's own bytes.
class plain_channel final : public channel {
public:
    /// The socket must outlive it.
    explicit plain_channel(watched_socket& over) : socket_(over) {}
    attempt write(std::string_view bytes) override;
    attempt read(char* into, std::size_t size) override;
    bool quiet() override;

private:
    watched_socket& socket_;
};

} // namespace muster::http
