#include "engine/preview.hpp"

#include "engine/list_feed.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

void count(preview& all, proposal const& p, std::size_t most_examples) {
    using kind = proposal::kind;
    ++all.seen;
    if (p.what == kind::not_matching) return;
    ++all.matched;
    if (p.what == kind::change) {
        ++all.to_change;
        if (all.examples.size() < most_examples)
            all.examples.push_back({std::string(p.member), std::string(p.email), core::to_json(p.change)});
    } else if (p.what == kind::impossible) {
        ++all.impossible;
        if (all.faults.size() < most_examples) all.faults.push_back(std::string(p.member) + ": " + p.message);
    } else {
        ++all.needs_nothing;
    }
}

} // namespace

asio::awaitable<preview> preview_job(surroundings with, spec::spec const& spec, std::size_t most_examples,
                                     async::stop& stop) {
    caller calls(with, spec, stop);
    list_feed source(with, spec, calls, stop, {});
    preview result;
    for (;;) {
        auto const next = co_await source.next();
        if (!next) break;
        for (auto const& p : next->proposals) count(result, p, most_examples);
    }
    result.requests = calls.totals().requests;
    co_return result;
}

} // namespace muster::engine
