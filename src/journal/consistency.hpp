#pragma once
#include "journal/state.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace muster::journal {

/// Something wrong at one place of a journal.
struct flaw {
    std::uint64_t line = 0;   ///< 1-based
    std::uint64_t offset = 0; ///< the byte where that line begins
    std::string what;         ///< for people
};

/// What the rules of a journal say beyond what a resume needs to hold: an explicit check has the time. Pure.
class consistency {
public:
    /// Looks at the next record, with the fold of all records before it; `line` and `offset` as in flaw.
    void look(record const& r, state const& before, std::uint64_t line, std::uint64_t offset);

    /// Whether any member may have several outcomes. Asked once, at the end; then all records are to be shown
    /// once more to look_again(). Remembers 8 bytes for each outcome.
    bool any_settled_twice();
    void look_again(record const& r, std::uint64_t line, std::uint64_t offset);

    /// The first records that no run of muster's writes, and how many there are in all.
    [[nodiscard]] std::vector<flaw> const& flaws() const { return flaws_; }
    [[nodiscard]] std::uint64_t flaw_count() const { return flaw_count_; }
    /// The first members (with the place of the second outcome) that the list gave again so much later that
    /// no run could know them any more, and that have another outcome by that; and how many there are in all.
    [[nodiscard]] std::vector<flaw> const& met_again() const { return met_again_; }
    [[nodiscard]] std::uint64_t met_again_count() const { return met_again_count_; }

private:
    void wrong(std::uint64_t line, std::uint64_t offset, std::string what);

    std::vector<flaw> flaws_;
    std::uint64_t flaw_count_ = 0;
    std::vector<flaw> met_again_;
    std::uint64_t met_again_count_ = 0;

    std::vector<std::uint64_t> settled_; // hashes of the members; any_settled_twice() keeps those met twice
    std::map<std::string, bool> sent_;   // of those met so far: whether a change was sent
};

} // namespace muster::journal
