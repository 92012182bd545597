#pragma once
#include "async/stop.hpp"
#include "engine/observer.hpp"
#include "engine/recorder.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <string>

namespace muster::engine {

/// Where outcomes go: the journal, whoever watches, and the spec's `stopAfter`.
class outcomes {
public:
    /// All references must outlive it.
    outcomes(engine::recorder& recorder, spec::stop_after const& limits, async::stop& stopping,
             observer& watcher)
        : recorder_(recorder),
          limits_(limits),
          stopping_(stopping),
          watcher_(watcher) {}

    /// Writes it down. If there are too many failures in this run now, asks the job to stop.
    void settle(journal::member_settled s);
    /// Asks the job to stop; `why` for people.
    void stop(std::string why);
    /// Why the job was asked to stop here; empty if it was not.
    [[nodiscard]] std::string const& stop_reason() const { return stop_reason_; }
    [[nodiscard]] engine::recorder& recorder() { return recorder_; }

private:
    void check_limits();

    engine::recorder& recorder_;
    spec::stop_after limits_;
    async::stop& stopping_;
    observer& watcher_;
    std::uint64_t settled_ = 0; // in this run: a resume would stop again at once if earlier runs counted
    std::uint64_t failed_ = 0;
    std::string stop_reason_;
};

} // namespace muster::engine
