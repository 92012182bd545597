#pragma once
#include "async/stop.hpp"
#include "core/member.hpp"
#include "engine/feed.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace muster::engine {

/// The records that a spec lists, from a cursor to their end; a cursor is how many come before it.
class record_feed final : public feed {
public:
    /// `after` = a cursor of this feed; empty = the beginning. `on_member` is called with each record, as the
    /// member that it is to become; may be empty. References must outlive it.
    record_feed(spec::spec const& spec, async::stop& stop, std::string after,
                std::function<void(core::member const&)> on_member);

    boost::asio::awaitable<std::optional<sheet>> next() override;

private:
    spec::spec const& spec_;
    async::stop& stop_;
    std::size_t next_ = 0;
    std::function<void(core::member const&)> on_member_;
};

} // namespace muster::engine
