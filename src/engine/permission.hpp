#pragma once
#include "async/event.hpp"
#include "async/stop.hpp"
#include "engine/caller.hpp"
#include "engine/course.hpp"

#include <optional>

namespace muster::engine {

/// Finds out whether a refusal (403) holds for everyone, so that the key is of no use, or for one member
/// alone. It is one member's if the key has changed others, and the list is still shown to it; where it has
/// changed nobody yet, only if nobody else is refused. One for all workers of a run. One thread.
class permission {
public:
    /// All references must outlive it. `changed_before`: earlier runs of the job have changed somebody.
    permission(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
               bool changed_before);

    /// A worker that has a unit under way, which may come to change somebody.
    class at_work {
    public:
        explicit at_work(permission& all) : all_(all) { ++all_.at_work_; }
        ~at_work() {
            --all_.at_work_;
            all_.news_.notify_all();
        }
        at_work(at_work const&) = delete;
        at_work& operator=(at_work const&) = delete;

    private:
        permission& all_;
    };

    /// A change was allowed, or was found to be made already.
    void allowed() {
        if (changed_) return;
        changed_ = true;
        news_.notify_all();
    }

    /// Asks, for a worker at work whose unit was just refused: `told`, `not_told` or `not_tried`. Where
    /// nobody was changed yet it waits for the others at work; if they are refused, too, or another was
    /// before, it holds for everyone. Else the list is asked for its shortest page, once for all who ask at
    /// the same time.
    boost::asio::awaitable<course::event> ask();

private:
    boost::asio::awaitable<void> wait_for_others();
    boost::asio::awaitable<course::event> ask_list();
    [[nodiscard]] course::event understand(provider::list_query const& asked, http::reply const& r) const;

    surroundings const& with_;
    spec::spec const& spec_;
    caller& caller_;
    async::stop& stop_;
    async::event news_;
    async::stop::registration wake_;
    bool changed_;
    std::size_t at_work_ = 0;
    std::size_t waiting_ = 0;              // of those, for the others
    bool refused_alone_ = false;           // one was, before anybody was changed
    bool everyone_ = false;                // several were, and nobody was changed
    bool asking_ = false;                  // the list
    std::optional<core::instant> told_at_; // when the request went out that told last
    course::told last_{};                  // what it told
};

} // namespace muster::engine
