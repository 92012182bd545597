#pragma once
#include "engine/outcomes.hpp"
#include "engine/page_line.hpp"
#include "engine/reader.hpp"
#include "engine/run_result.hpp"
#include "sink/sink.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// Takes what was read of the list to an export's sink, as many pages at a time as are there already, which
/// are one to sink and journal: they are in the sink for good before the journal says so, so that a resume
/// goes on behind the last page that both know of. One thread; the sink's calls run on the runner's.
class exporter {
public:
    /// How many sheets are best kept ready for it, of pages of that size: no wait for a disk is for few rows
    /// then, and memory stays small.
    static std::size_t sheets_ready(std::size_t page_size);

    /// All references must outlive it.
    exporter(surroundings const& with, spec::spec const& spec, stopping& stop, outcomes& results,
             sink::sink& target);

    /// Takes the sheets until there are no more, or the run is stopping. Once all of the list is there,
    /// closes the sink. Waits out what passes, as the spec's `retry` says; throws core::job_error for what
    /// does not.
    boost::asio::awaitable<void> take(sheet_queue& sheets);

    /// Whether the list is exported whole, and the sink closed.
    [[nodiscard]] bool finished() const { return finished_; }
    /// What became of the rows of members that are gone.
    void tell_of_removals(run_result& result) const {
        result.withheld = withheld_;
        result.removed = removed_;
    }

private:
    struct page;
    page opened(std::vector<sheet> const& all);
    void look_at(proposal const& p, page& to, journal::page_read& read);
    boost::asio::awaitable<void> put(std::vector<sheet> const& all);
    boost::asio::awaitable<void> finish();
    /// Whether the user lets all rows be marked as deleted.
    [[nodiscard]] bool removes_anybody() const;
    /// False if the run is stopping, and the sink was not to be had.
    boost::asio::awaitable<bool> patiently(std::function<void()> const& call);
    void note(page& p, sink::receipt const& done);

    surroundings const& with_;
    spec::spec const& spec_;
    stopping& stop_;
    outcomes& outcomes_;
    sink::sink& sink_;
    bool open_ = false; // it has been, and nothing has happened to it since
    repetitions repetitions_;
    bool finished_ = false;
    std::optional<std::string> withheld_, removed_;
};

} // namespace muster::engine
