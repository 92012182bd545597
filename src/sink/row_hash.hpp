#pragma once
#include "core/digest.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <string>

namespace muster::sink {

/// Tells whether a row still holds what is exported now: 128 bits of SHA-256 over the names and forms of the
/// columns and over the cells, so encoded that no two rows give the same bytes. Neither the order of an
/// object's keys matters, nor cells that no column is for.
class row_hash {
public:
    explicit row_hash(table_layout const& layout);
    /// In 32 lower-case hex digits.
    std::string operator()(cell_views cells);

private:
    std::vector<std::size_t> cells_;
    std::string columns_, bytes_;
    core::sha256_stream sum_;
};

} // namespace muster::sink
