#pragma once
#include "source/position.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::source {

/// U+FEFF in UTF-8: the byte order mark that may stand at the very beginning of a file.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The bytes of a file that came in pieces and were not read yet, and the place in the file that reading has
/// got to.
class pieces {
public:
    explicit pieces(position from) : at_(from) {}

    /// Appends what comes next. Views of rest() end to hold.
    void feed(std::string_view bytes);
    /// Nothing follows.
    void finish() { finished_ = true; }
    [[nodiscard]] bool finished() const { return finished_; }

    /// What was not passed over yet, without a byte order mark (U+FEFF) at the very beginning of the file.
    /// nullopt if there is nothing, or if it takes more to tell whether there is such a mark.
    std::optional<std::string_view> rest();
    /// Where in the file rest() begins.
    [[nodiscard]] position at() const { return at_; }
    /// Passes over what stands before `to`, which is not behind what was fed.
    void pass(position to);

private:
    position at_;
    std::string bytes_;
    std::size_t begin_ = 0; // of the rest, in it
    bool finished_ = false;
};

} // namespace muster::source
