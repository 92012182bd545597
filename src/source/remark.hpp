#pragma once
#include <array>
#include <string>
#include <string_view>

namespace muster::source {

/// What became of a row, for whoever gave it.
struct remark {
    std::string outcome; ///< core::to_string
    std::string code;    ///< of a failure; kebab-case
    std::string message; ///< of a failure, for people
};

/// What names of columns, and of members of JSON Lines, begin with under which remarks stand. A file may have
/// such ones, as one that was given back has, and nothing is made of them.
inline constexpr std::string_view remark_prefix = "_muster_";

/// Those names: of a remark's outcome, code and message.
inline constexpr std::array<std::string_view, 3> remark_names{"_muster_outcome", "_muster_code",
                                                              "_muster_message"};

inline bool is_remark(std::string_view name) {
    return name.starts_with(remark_prefix);
}

/// A line of JSON Lines as it stands in its file, with the remark in three members at the object's end,
/// instead of those that it has. A line that is no object stays as it is. Ends with the line's own line end,
/// or with LF if it has none.
std::string with_remark(std::string_view line, remark const& r);

} // namespace muster::source
