#pragma once

namespace muster::cli {

/// How it stands with what was written to standard output.
enum class output_state {
    whole,       ///< all of it is written
    reader_gone, ///< it is a pipe or terminal that nobody reads any more, as behind `| head`
    failed       ///< it could not be written: a full disk, say
};

/// Writes out what std::cout still holds, and tells.
output_state finish_output();

} // namespace muster::cli
