#pragma once
#include "engine/examiner.hpp"
#include "engine/recorder.hpp"
#include "engine/stopping.hpp"
#include "spec/rollout.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace muster::engine {

/// Lets the members of a job pass in steps: until each of those of a step has its outcome, no others are
/// begun; then the job stops, unless enough of them came out well. What it needs to know of that is in the
/// journal, so that it holds over several runs.
class rollout {
public:
    /// `past` = the step that is under way, or was judged last, keeps nobody back. `examine` = looks at
    /// members that were changed in a step before others are begun; nullptr = nobody does. `where` = the
    /// job's files. `aside` = members that were set aside by earlier runs; looked for only while a step is
    /// under way. References must outlive it. Throws files::io_error.
    rollout(spec::rollout const& terms, bool past, journal::directory const& where,
            engine::recorder& recorder, stopping& stop, examiner* examine,
            std::function<std::uint64_t()> const& aside);

    /// How many members may be begun now.
    [[nodiscard]] std::uint64_t room();
    /// So many are begun.
    void begin(std::uint64_t members) { begun_ += members; }
    /// So many were settled who are no sign of how it goes: no step counts them.
    void set_aside(std::uint64_t members);
    /// Suspends until all that were begun have their outcomes, and judges them: asks the job to stop, or lets
    /// those of the next step pass. Returns without a judgement if the job stops.
    boost::asio::awaitable<void> judged();

private:
    /// Whether a step is under way; else everyone may pass.
    [[nodiscard]] bool any_left() const { return behind_.steps < terms_.steps.size(); }
    [[nodiscard]] std::uint64_t target_of(spec::rollout::step const& s) const;
    void go_to_next();
    [[nodiscard]] std::uint64_t not_well() const;
    void excuse();

    spec::rollout const& terms_;
    std::optional<std::uint64_t> target_; // how many members the step under way ends at
    bool past_;
    engine::recorder& recorder_;
    stopping& stop_;
    examiner* examine_;
    std::uint64_t begun_; // in all runs
    std::uint64_t aside_; // of these
    journal::step_passed behind_;
};

} // namespace muster::engine
