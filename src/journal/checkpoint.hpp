#pragma once
#include "journal/state.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::journal {

/// The fold of the journal's first `offset` bytes: it spares a resume most of the replay.
struct checkpoint {
    std::uint64_t offset = 0; ///< bytes of the journal that the state covers
    state folded;
    bool counts_rows_twice = false; ///< of one that is read: state::counts_rows_twice
};

/// The text of checkpoint.json: one sealed line, newline included.
std::string encode(checkpoint const& c);

/// Reads that text. Throws std::invalid_argument naming what is wrong.
checkpoint decode_checkpoint(std::string_view text);

} // namespace muster::journal
