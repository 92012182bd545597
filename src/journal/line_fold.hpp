#pragma once
#include "files/storage.hpp"
#include "journal/state.hpp"

#include <cstdint>
#include <filesystem>

namespace muster::journal {

/// Folds the records of a journal's lines without what its intents change (decode_named): nearly all of them
/// have their outcome some lines later, and nobody asks. For those that are left it is read in the end; until
/// then, the `change` of a pending intent is the number of the byte where its line begins.
class line_fold {
public:
    /// `into` is where it folds them. All must outlive it.
    line_fold(files::storage& files, std::filesystem::path const& journal, state& into)
        : files_(files),
          journal_(journal),
          into_(into) {}

    /// Applies a record; `at` = the byte where its line begins. Throws as state::apply does.
    void apply(record&& r, std::uint64_t at);
    /// Reads what the intents that are pending by now are to change. Throws io_error, also if their lines are
    /// no longer what they were.
    void complete();

private:
    void read_line(std::uint64_t at);

    files::storage& files_;
    std::filesystem::path const& journal_;
    state& into_;
    std::uint64_t first_ = 0, last_ = 0; // where lines of intents begin
};

} // namespace muster::journal
