#pragma once
#include "async/bounded_queue.hpp"
#include "engine/caller.hpp"
#include "engine/outcomes.hpp"
#include "engine/unit.hpp"
#include "spec/spec.hpp"

namespace muster::engine {

/// Takes units from the queue and brings each of their members to an outcome: intent, request, verdict, and,
/// where a request is in doubt, reading the member back before anything is sent again. When the job is
/// stopping, a unit that needs another request is left as it is: its intent stays open for the resume, or is
/// withdrawn if nothing was sent.
class worker {
public:
    /// All references must outlive it.
    worker(caller& platform_calls, outcomes& results, spec::spec const& spec, async::timekeeper& time,
           async::stop& stopping, std::function<double()> uniform01);

    /// Works until the queue is closed and empty. Throws core::job_error when the job cannot go on.
    boost::asio::awaitable<void> run(async::bounded_queue<unit>& queue);

private:
    struct fresh_member;

    boost::asio::awaitable<void> settle(unit members);
    boost::asio::awaitable<void> write_intents(unit& members);
    boost::asio::awaitable<void> send(unit& members);
    boost::asio::awaitable<bool> complete(unit& members, std::vector<provider::assignment>& tasks);
    boost::asio::awaitable<void> fetch(pending_member& m, fresh_member& into);
    boost::asio::awaitable<void> read_back_doubtful(unit& members);
    boost::asio::awaitable<bool> read_back(pending_member& m); // true: it has its outcome
    boost::asio::awaitable<void> pause(unit const& members);
    bool apply(pending_member& m, core::verdict const& v); // true: it has its outcome
    void note_fault(pending_member& m, http::fault const& f);
    void note_failure(pending_member& m, std::string why);
    void drop_exhausted(unit& members);
    bool exhausted(pending_member& m); // true: it has its outcome
    void leave(unit const& members);
    void finish(pending_member const& m, core::outcome o, std::string code = {}, std::string message = {});

    caller& caller_;
    outcomes& outcomes_;
    spec::spec const& spec_;
    async::timekeeper& time_;
    async::stop& stopping_;
    std::function<double()> uniform01_;
};

} // namespace muster::engine
