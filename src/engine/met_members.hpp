#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

namespace muster::engine {

/// The members that were met lately (journal::recent_members of them), to tell a page that repeats what came
/// before.
class met_members {
public:
    explicit met_members(std::deque<std::string> oldest_first);
    /// True if it was met already; else remembers it, and forgets the oldest.
    bool meet(std::string_view id);

private:
    std::deque<std::string> order_;
    std::unordered_set<std::string_view> ids_; // views into order_, whose elements do not move
};

} // namespace muster::engine
