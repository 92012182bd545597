#pragma once
#include "async/stop.hpp"
#include "async/worker_thread.hpp"
#include "engine/feed.hpp"
#include "engine/row_batch.hpp"
#include "engine/row_match.hpp"
#include "source/rows.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace muster::engine {

/// Rows of a file from a cursor to their end. Of some, members are made: each is looked at as a member that
/// holds nothing but its `row`. Others are about members that exist: these are found first, and each is
/// looked at with its `row` beside what it holds. Of an upsert by looks they are found first, too, and of a
/// row without one a member is made; after a kill it may have one by then, and what its intent says was to be
/// made is recalled. A cursor is where a row begins, `byte:line`. Rows are read,
/// and turned into new members, on the runner's thread.
class row_feed final : public feed {
public:
    /// `after` = a cursor of this feed; empty = the beginning. `total` = how many rows there are, where that
    /// is known. `on_member` is called with each row; may be empty. `match` finds the members of the rows;
    /// nullptr where they are made. References must outlive it. Throws core::job_error(internal) if `after`
    /// is no cursor of this feed.
    row_feed(files::storage& storage, async::blocking_runner& runner, spec::spec const& spec,
             async::stop& stop, std::string const& after, std::optional<std::uint64_t> total,
             std::function<void(core::member const&)> on_member, std::unique_ptr<row_match> match);

    /// Throws core::job_error(usage) where the file cannot be read on, and files::io_error.
    boost::asio::awaitable<std::optional<sheet>> next() override;
    boost::asio::awaitable<sheet> recall(std::set<std::string, std::less<>> const& ids) override;

private:
    void read(row_batch& b);
    /// Of one row each. A deque: what the proposals point into must stay where it is.
    [[nodiscard]] std::deque<row_batch> search(std::set<std::string, std::less<>> missing) const;

    files::storage& storage_;
    async::blocking_runner& runner_;
    spec::spec const& spec_;
    async::stop& stop_;
    std::optional<std::uint64_t> total_;
    std::function<void(core::member const&)> on_member_;
    std::unique_ptr<row_match> match_;
    bool prepared_ = false;
    std::string next_;
    source::position const resumed_at_;
    source::position at_ = resumed_at_;
    std::optional<source::rows> rows_; // opened when it is first read from
    bool ended_ = false;
};

} // namespace muster::engine
