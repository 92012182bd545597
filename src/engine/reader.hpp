#pragma once
#include "engine/feed.hpp"
#include "engine/outcomes.hpp"
#include "engine/page_line.hpp"
#include "engine/rollout.hpp"
#include "engine/worker.hpp"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::engine {

/// Sheets on their way from a feed.
using sheet_queue = async::bounded_queue<sheet>;

/// Reads sheets ahead of the workers, and feeds the queue with units. A member that needs nothing, or cannot
/// be worked out, gets its outcome here.
class reader {
public:
    /// Where a run begins.
    struct start {
        std::deque<std::string> recent; ///< journal::replayed::recent
        /// No more than so many members are begun in this run; those that need nothing, or whose rows cannot
        /// be used, do not count.
        std::optional<std::uint64_t> limit;
        rollout steps;                        ///< in which its members pass
        std::optional<std::uint64_t> at_most; ///< no more members of the job may match; nullopt = any number
    };
    /// All references must outlive it.
    reader(spec::spec const& spec, stopping& stop, feed& source, outcomes& results, start from);

    /// Fetches sheets, one ahead of the one that is being handed out. Ends with the source; closes `sheets`.
    boost::asio::awaitable<void> read_ahead(sheet_queue& sheets);
    /// Takes the sheets and feeds `queue`; closes it at the end. First feeds what earlier runs left in doubt.
    boost::asio::awaitable<void> hand_out(sheet_queue& sheets, unit_queue& queue);

private:
    /// The matching members of a sheet, none of them begun.
    struct matching {
        std::vector<pending_member> to_change;
        std::vector<journal::member_settled> settled; // nothing to do, or impossible
        std::vector<journal::member_settled> aside;   // impossible, and known to be before the job began
        /// Takes some of them out, those to change first.
        matching first(std::size_t n);
        /// Without those that are set aside.
        [[nodiscard]] std::size_t size() const { return to_change.size() + settled.size(); }
    };
    boost::asio::awaitable<std::vector<pending_member>> in_doubt();
    static pending_member taken_up(journal::intent const& i); // but for its change
    matching take(sheet& s);
    /// By an earlier run, or it is about to be settled.
    [[nodiscard]] bool is_settled_or_in_doubt(proposal const& p) const;
    /// Counts more members that match; false, and the run is asked to stop, if the job expects fewer.
    [[nodiscard]] bool count_matching(std::size_t more);
    [[nodiscard]] bool limit_reached() const { return limit_ && begun_ >= *limit_; }
    /// Each returns false if there is no use in going on.
    boost::asio::awaitable<bool> begin(matching members, unit_queue& queue);
    boost::asio::awaitable<bool> begin_all(matching members, unit_queue& queue);
    boost::asio::awaitable<bool> push(std::vector<pending_member> members, unit_queue& queue);
    unit take_unit(std::vector<pending_member>& members, std::size_t& i) const;
    boost::asio::awaitable<void> wait_for_window();

    spec::spec const& spec_;
    stopping& stop_;
    feed& feed_;
    outcomes& outcomes_;
    rollout rollout_;
    repetitions repetitions_;
    std::set<std::string, std::less<>> doubtful_;      // members that earlier runs left in doubt
    std::set<std::string, std::less<>> rows_in_doubt_; // by which keys rows name them
    std::optional<std::uint64_t> limit_;
    std::uint64_t begun_ = 0;
    std::optional<std::uint64_t> at_most_;
    std::uint64_t matched_; // of the whole job, so far as this run knows
};

} // namespace muster::engine
