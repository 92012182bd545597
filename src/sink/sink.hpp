#pragma once
#include "core/obstacle.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// What stands in the columns of a row, in their order: views.
using cell_views = std::span<boost::json::value const* const>;

/// One member on its way out.
struct row {
    std::string_view id; ///< the platform's; a view
    /// One for each column of the export. Empty: the member is there, but cannot be exported; what stands of
    /// it in the sink stays.
    cell_views cells;
};

/// A row that the sink does not take, whatever is done.
struct refusal {
    std::size_t index = 0; ///< of the row among those that were written with it
    std::string code;      ///< kebab-case
    std::string message;   ///< for people
};

/// What became of the rows that were written together.
struct receipt {
    std::uint64_t written = 0;
    std::uint64_t unchanged = 0; ///< stood there already just so, and were not written again
    std::vector<refusal> refused;
    /// How far the sink has come: what open() is given in a resume. Never empty.
    std::string mark;
};

/// How an export ended.
struct closing {
    std::uint64_t removed = 0; ///< rows of members that are gone from the platform, marked as deleted by now
    /// So many rows would have had to be marked, more than the export may, and none was; 0 = it was in order.
    std::uint64_t withheld = 0;
    std::uint64_t rows = 0;            ///< with `withheld`: of so many that stand there
    std::vector<std::string> examples; ///< with `withheld`: the ids of the first few
};

/// Where the rows of an export go. All calls block, throw core::obstacle, and come one at a time, but not
/// always from the same thread. After an error only open() may be called.
///
/// Exactly once: what write() was given is there for good when it returns, and open() takes back whatever a
/// crash left behind the mark; or, where it can, it writes what it is given again in a way that changes
/// nothing.
class sink {
public:
    virtual ~sink() = default;
    /// Throws what open() would throw to a job that begins, so far as looking tells it. Makes and changes
    /// nothing.
    virtual void look() = 0;
    /// Makes it ready. `mark` = of the last receipt that is known; empty = the job has written nothing yet.
    virtual void open(std::string const& mark) = 0;
    /// Writes the rows of one page of the list, and returns once they are on stable storage.
    virtual receipt write(std::span<row const> rows) = 0;
    /// The list has been read to its end. `whole` = every member of the platform was among the rows, so that
    /// whoever was not is gone. After a crash it is called again.
    virtual closing finish(bool whole) = 0;
};

} // namespace muster::sink
