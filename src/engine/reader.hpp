#pragma once
#include "async/bounded_queue.hpp"
#include "engine/canary.hpp"
#include "engine/outcomes.hpp"
#include "engine/page_walk.hpp"
#include "engine/unit.hpp"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>

namespace muster::engine {

/// What became of one member of a page when it was looked at.
struct looked_at {
    enum class kind { not_matching, needs_nothing, impossible, to_change };
    kind what = kind::not_matching;
    std::string code;    ///< why impossible
    std::string message; ///< why impossible
    core::change change; ///< to_change
};

/// Holds a member against the spec: filter, operation, and whether the change is in effect already. Pure.
looked_at look_at(core::member const& m, spec::spec const& spec);

/// Members that were met lately, to tell a page that repeats what came before.
class met_members {
public:
    explicit met_members(std::deque<std::string> oldest_first);
    /// True if it was met already; else remembers it, and forgets the oldest.
    bool meet(std::string_view id);

private:
    std::deque<std::string> order_;
    std::unordered_set<std::string_view> ids_; // views into order_, whose elements do not move
};

/// Reads pages ahead of the workers, looks at each member, and feeds the queue with units. A member that
/// needs nothing, or cannot be worked out, gets its outcome here.
class reader {
public:
    /// `limit`: no more than so many matching members are fed in this run. All references must outlive it.
    reader(page_walk& walk, outcomes& results, canary& first_members, spec::spec const& spec,
           async::stop& stopping, observer& watcher, std::deque<std::string> recent,
           std::optional<std::uint64_t> limit);

    /// Fetches pages, one ahead of the one that is being looked at. Ends with the list; closes `pages`.
    boost::asio::awaitable<void> fetch(async::bounded_queue<walked_page>& pages);
    /// Looks at the pages and feeds `queue`; closes it at the end. First feeds what earlier runs left in
    /// doubt.
    boost::asio::awaitable<void> feed(async::bounded_queue<walked_page>& pages,
                                      async::bounded_queue<unit>& queue);

    [[nodiscard]] bool limit_reached() const { return limit_ && fed_ >= *limit_; }

private:
    /// The matching members of a page, none of them begun.
    struct matching {
        unit to_change;
        std::vector<journal::member_settled> settled; // nothing to do, or impossible
        /// Takes some of them out, those to change first.
        matching first(std::size_t n);
        [[nodiscard]] std::size_t size() const { return to_change.size() + settled.size(); }
    };
    unit in_doubt();
    matching take_page(walked_page const& page);
    /// Each returns false if there is no use in going on.
    boost::asio::awaitable<bool> begin(matching members, async::bounded_queue<unit>& queue);
    boost::asio::awaitable<bool> begin_all(matching members, async::bounded_queue<unit>& queue);
    boost::asio::awaitable<bool> push(unit members, async::bounded_queue<unit>& queue);
    boost::asio::awaitable<void> wait_for_window();

    page_walk& walk_;
    outcomes& outcomes_;
    canary& canary_;
    spec::spec const& spec_;
    async::stop& stopping_;
    observer& watcher_;
    met_members recent_;
    std::set<std::string, std::less<>> doubtful_; // members that earlier runs left in doubt
    std::optional<std::uint64_t> limit_;
    std::uint64_t fed_ = 0;
    std::uint64_t repeated_ = 0;
};

} // namespace muster::engine
