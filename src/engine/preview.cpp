#include "engine/preview.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

void count(preview& p, core::member const& m, looked_at looked, std::size_t most_examples) {
    ++p.seen;
    if (looked.what == looked_at::kind::not_matching) return;
    ++p.matched;
    switch (looked.what) {
    case looked_at::kind::to_change:
        ++p.to_change;
        if (p.examples.size() < most_examples)
            p.examples.push_back({std::string(m.id), std::string(m.email), core::to_json(looked.change)});
        break;
    case looked_at::kind::impossible:
        ++p.impossible;
        if (p.faults.size() < most_examples) p.faults.push_back(std::string(m.id) + ": " + looked.message);
        break;
    default: ++p.needs_nothing;
    }
}

} // namespace

asio::awaitable<preview> preview_job(surroundings with, spec::spec const& spec, std::size_t most_examples,
                                     async::stop& stopping) {
    caller calls(with.executor, with.transport, with.rates, pacing::rate_limit{spec.pace.requests_per_second},
                 spec.pace.concurrency, spec.retry.patience, with.time, stopping, with.watcher,
                 with.uniform01);
    page_walk walk(calls, spec, with.time, stopping, with.watcher, with.uniform01, {}, false);
    preview result;
    for (;;) {
        auto next = co_await walk.next();
        if (!next) break;
        for (auto const& m : next->content.members) count(result, m, look_at(m, spec), most_examples);
        walk.recycle(std::move(*next));
    }
    result.requests = calls.totals().requests;
    co_return result;
}

} // namespace muster::engine
