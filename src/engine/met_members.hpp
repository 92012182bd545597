#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace muster::engine {

/// The members that were met lately (journal::recent_members of them), to tell a page that repeats what came
/// before.
class met_members {
public:
    explicit met_members(std::deque<std::string> const& oldest_first);
    /// True if it was met already; else remembers it, and forgets the oldest.
    bool meet(std::string_view id);

private:
    struct known {
        std::size_t hash = 0;
        std::string id; ///< empty: nobody yet
    };
    [[nodiscard]] std::size_t home_of(known const& k) const { return k.hash % places_.size(); }
    [[nodiscard]] std::size_t behind(std::size_t place) const { return (place + 1) % places_.size(); }
    void forget(std::size_t index);

    // A ring of those that are known, and a table with linear probing that tells where in it one stands: all
    // of the table that a look touches is one cache line, where a node of a set would be another each time.
    std::vector<known> ring_;
    std::size_t oldest_ = 0; ///< in ring_: whose place the next one takes
    std::vector<std::uint32_t> places_;
};

} // namespace muster::engine
