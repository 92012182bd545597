#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace muster::simulated {

/// What such lives met; the sum over several tells whether all that they are about has been met.
struct undo_tally {
    std::uint64_t deaths = 0;    ///< of processes
    std::uint64_t abandoned = 0; ///< jobs that were killed, and taken back without a resume
    std::uint64_t restored = 0;  ///< members that are as they were before the job
    std::uint64_t redone = 0;    ///< members that are as the job left them, again
    std::uint64_t conflicts = 0; ///< members that somebody else had changed, and that were left alone
    std::uint64_t missing = 0;   ///< members that somebody else had removed
    std::uint64_t left_out = 0;  ///< changes that cannot be taken back

    undo_tally& operator+=(undo_tally const& other);
};

/// Leads one random life of a job, by its seed, on that provider's platform: it runs, is taken back, and that
/// is taken back; each of the three may be killed and meet faults, and others work on the members between
/// them. Some are taken back by force. What is wrong in the end; nothing if all is well.
std::vector<std::string> lead_undo_life(std::uint64_t seed, std::string const& provider, undo_tally& tally);

} // namespace muster::simulated
