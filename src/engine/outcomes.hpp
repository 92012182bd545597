#pragma once
#include "engine/examiner.hpp"
#include "engine/observer.hpp"
#include "engine/recorder.hpp"
#include "engine/stopping.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::engine {

/// Where outcomes go: the journal, whoever watches, and the spec's `stopAfter`.
class outcomes {
public:
    /// All references must outlive it.
    outcomes(engine::recorder& recorder, spec::stop_after const& limits, stopping& stop, observer& watcher)
        : recorder_(recorder),
          limits_(limits),
          stop_(stop),
          watcher_(watcher) {}

    /// Writes them down, and says how long each `took`: as many figures as there are members. If too many
    /// did not come out well in this run by now, asks the run to stop.
    void settle(std::vector<journal::member_settled> all, std::vector<core::duration> const& took);
    /// The same for members who failed before anything was sent, as was foreseen: they do not count.
    void set_aside(std::vector<journal::member_settled> all);
    /// The same for a page of an export: its rows that the sink has taken, and the members that `failed`. A
    /// crash that keeps the line of the rows keeps those of the others, too.
    void settle(journal::rows_exported const& rows, std::vector<journal::member_settled> failed);
    /// Tells it of each change that is `done` from now on; it must outlive this.
    void tell(examiner& of_changes) { examiner_ = &of_changes; }
    /// Warns whoever watches, in a sentence.
    void warn(std::string const& text) { watcher_.notice(observer::level::warning, text); }
    [[nodiscard]] engine::recorder& recorder() { return recorder_; }

private:
    void write(std::vector<journal::member_settled>& all, std::vector<core::duration> const& took);
    void tell_of_changes(std::vector<journal::member_settled> const& all);
    void check_limits();

    engine::recorder& recorder_;
    spec::stop_after limits_;
    stopping& stop_;
    observer& watcher_;
    examiner* examiner_ = nullptr;
    std::uint64_t settled_ = 0;  // in this run: a resume would stop again at once if earlier runs counted
    std::uint64_t not_well_ = 0; // failed, unknown or gone
    std::uint64_t stale_ = 0;    // not as when they were planned: no failure, where a limit of its own holds
};

} // namespace muster::engine
