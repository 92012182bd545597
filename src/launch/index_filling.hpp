#pragma once
#include "launch/history_index.hpp"
#include "launch/store.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace muster::launch {

/// A journal that could not be read, or not to its end.
struct unread_journal {
    std::string job;
    std::string why; ///< for people: what is in the way, where, and what tells more
};

/// Has an index know the journals of all jobs of a state directory, and those in its archives, as they are
/// now: reads on where it left off, up to the last sound line of each, and forgets jobs that are gone. Called
/// where others do the same, each does a part of it. `before_much(journals, bytes)` is called once before
/// more than a quarter of a gigabyte is read. Throws core::obstacle, and what store::ids() throws.
std::vector<unread_journal> bring_up_to_date(
    history_index& index, store& jobs,
    std::function<void(std::size_t, std::uint64_t)> const& before_much = {});

/// Whether a journal of an index is in an archive.
bool is_archived(indexed_journal const& journal);

} // namespace muster::launch
