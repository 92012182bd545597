#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::source {

/// A row of a file has at most so many bytes, its line end among them (1 MiB): no file can ask for more
/// memory.
inline constexpr std::size_t longest_row = 1U << 20U;

/// A place between two rows of a file, and so the cursor of the file.
struct position {
    std::uint64_t offset = 0; ///< bytes before it; of a packed file those of the plain text
    std::uint64_t line = 1;   ///< of the line that begins there, from 1
    auto operator<=>(position const&) const = default;
};

/// What is wrong with a row.
struct mistake {
    std::uint64_t line = 0; ///< of the file, from 1
    std::uint64_t byte = 0; ///< of that line, from 1; 0 = no one place in it
    std::string message;    ///< a sentence without the place, without a full stop
    /// The rows behind it can still be read: it is clear where they begin.
    bool can_go_on = true;

    /// `line 17, byte 3: ...`
    [[nodiscard]] std::string text() const {
        return "line " + std::to_string(line) + (byte == 0 ? "" : ", byte " + std::to_string(byte)) + ": "
               + message;
    }
};

/// The bytes of a row up to its line end.
inline std::string_view without_line_end(std::string_view row) {
    return row.substr(0, row.find_last_not_of("\r\n") + 1);
}

} // namespace muster::source
