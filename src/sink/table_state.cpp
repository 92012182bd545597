#include "sink/table_state.hpp"

#include "core/printable.hpp"
#include "core/whole_number.hpp"
#include "sink/sink.hpp"

#include <algorithm>

namespace muster::sink {
namespace {

[[noreturn]] void refuse(std::string const& why) {
    throw core::obstacle(core::obstacle::kind::unfit,
                         why + "; begin a new job, which exports all of it again");
}

} // namespace

bool goes_on(found_tables const& found, std::string const& job, std::string const& mark,
             std::string const& table) {
    if (mark.empty()) return false;
    auto const batches = core::whole_number(mark);
    if (!batches) refuse("the job's journal holds the mark " + core::quoted(mark) + " of another sink");
    if (!found.table || !found.state)
        refuse("the database no longer holds what this job has written to " + table
               + " (it was put back to an older state, or somebody dropped a table)");
    if (found.state->job != job)
        refuse("another job (" + core::quoted(found.state->job) + ") has exported to " + table + " since");
    if (found.state->batches < *batches)
        refuse("the database was put back to an older state: " + table + " holds "
               + std::to_string(found.state->batches) + " batches of this job, which has written "
               + std::to_string(*batches));
    if (found.state->finished) return true;
    if (!found.walk) refuse("the table of whom this job has met so far (" + table + "_muster_walk) is gone");
    if (std::ranges::find(*found.walk, "ids") == found.walk->end())
        refuse("an earlier program began this job, and noted whom it met in " + table
               + "_muster_walk in a way that this one does not read. What it wrote to " + table
               + " stays as it is");
    return true;
}

bool too_many(std::uint64_t gone, std::uint64_t living, double share) {
    // 29 of 100 are 0.29 of them, although 0.29 * 100 is a little less than 29 in doubles.
    constexpr double slack = 1e-6;
    return static_cast<double>(gone) > share * static_cast<double>(living) + slack;
}

} // namespace muster::sink
