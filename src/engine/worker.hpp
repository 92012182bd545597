#pragma once
#include "async/bounded_queue.hpp"
#include "engine/caller.hpp"
#include "engine/course.hpp"
#include "engine/outcomes.hpp"
#include "engine/permission.hpp"
#include "engine/unit.hpp"

namespace muster::engine {

/// How much room a unit takes in a queue.
struct members_of {
    std::size_t operator()(unit const& u) const { return u.members.size(); }
};

/// Units on their way to the workers.
class unit_queue : public async::bounded_queue<unit, members_of> {
public:
    using bounded_queue::bounded_queue;
    /// So many of the next ones have their intents in the journal already, durable or on their way to it.
    std::size_t noted = 0;
    /// So many were taken out, have their intents on stable storage, and are not brought home yet.
    std::size_t under_way = 0;
    /// So many were taken out, and wait for their intents to be there.
    std::size_t waiting = 0;
    /// Those that are written together, and whose they are: nothing between two times, but its room.
    std::vector<journal::intent> intents;
    std::vector<unit*> intending;
};

/// Takes units from the queue and brings each of their members to an outcome, by the course: intent, request,
/// verdict, and, where a request is in doubt, reading the member back before anything is sent again. When the
/// run is stopping, a unit that needs another request is left as it is: its intents stay open for the resume,
/// or are withdrawn if nothing was sent.
class worker {
public:
    /// All references must outlive it.
    worker(surroundings const& with, spec::spec const& spec, async::stop& stop, caller& platform_calls,
           engine::permission& allowed, outcomes& results)
        : with_(with),
          spec_(spec),
          stop_(stop),
          caller_(platform_calls),
          permission_(allowed),
          outcomes_(results),
          course_(spec),
          job_began_(began(results.recorder().state())) {}

    /// How many members of the queue may have their intents in the journal before their turn: none under a
    /// limit of ours, where requests would not wait for the disk anyway, and each intent that a kill leaves
    /// open costs a look.
    [[nodiscard]] static std::size_t noted_ahead(spec::pace const& pace);

    /// Works until the queue is closed and empty. Throws core::job_error when the job cannot go on.
    boost::asio::awaitable<void> run(unit_queue& queue);

private:
    /// When the job began, by its journal.
    static std::optional<core::wall_time> began(journal::state const& job);
    void note(unit& u, unit_queue& queue);
    void hasten_in_time(unit_queue const& queue);
    boost::asio::awaitable<void> bring_home(unit& u, unit_queue& queue);
    boost::asio::awaitable<bool> follow(unit& u); // true: it is to be split
    /// Whether our own limit makes requests wait for longer than the disk does.
    [[nodiscard]] bool is_slow() const { return spec_.pace.requests_per_second > 0; }
    http::request request_for(unit& u);
    course::event judge(unit& u);
    boost::asio::awaitable<course::step> look(unit& u, std::vector<std::size_t> members, allowance& under);
    course::step decide(unit& u, course::event const& e);

    surroundings const& with_;
    spec::spec const& spec_;
    async::stop& stop_;
    caller& caller_;
    engine::permission& permission_;
    outcomes& outcomes_;
    course course_;
    std::optional<core::wall_time> job_began_;

    // The request under way: here, so that their room is used again for the next.
    std::vector<provider::assignment> tasks_; // what it carries, lent by the unit
    call_result came_of_it_;
};

} // namespace muster::engine
