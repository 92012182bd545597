#pragma once
#include "engine/recorder.hpp"
#include "engine/stopping.hpp"

#include <cstdint>
#include <optional>

namespace muster::engine {

/// The first members of a job: until each of them has its outcome, no others are begun; then the job stops,
/// unless all of them are `done` or `already`. What it needs to know is in the journal, so that it holds over
/// several runs.
class canary {
public:
    /// `members` = how many; nullopt = there is no canary. All references must outlive it.
    canary(std::optional<std::uint64_t> members, engine::recorder& recorder, stopping& stop);

    /// How many members may be begun now.
    [[nodiscard]] std::uint64_t room() const;
    /// So many are begun.
    void begin(std::uint64_t members) { begun_ += members; }
    /// Suspends until all that were begun have their outcomes, and judges them: asks the job to stop, or lets
    /// everyone pass from now on. Returns without a judgement if the job stops.
    boost::asio::awaitable<void> judged();

private:
    engine::recorder& recorder_;
    stopping& stop_;
    std::optional<std::uint64_t> members_; // nullopt: everyone may pass
    std::uint64_t begun_;
};

} // namespace muster::engine
