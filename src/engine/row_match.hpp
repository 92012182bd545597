#pragma once
#include "async/stop.hpp"
#include "engine/caller.hpp"
#include "engine/row_batch.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace muster::engine {

/// Finds the members that rows are about, by what the rows are known by (source::rows_settings::by), and lays
/// each row beside what its member holds. One thread.
class row_match {
public:
    /// All references must outlive it.
    row_match(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop);

    /// How many rows are best met together: no more than go side by side, as a run that ends before they are
    /// changed has looked for them in vain.
    [[nodiscard]] std::size_t most() const;

    /// Asks for the members of a batch, as many in one request as the platform takes and several requests
    /// side by side. Each row that has a member is that member then, with `row` in its document; of the
    /// others it is noted why nothing comes of them. False: the job is stopping, and the batch is not to be
    /// used. Throws core::job_error where the key is refused, and where the platform answers nobody for
    /// longer than the spec's `retry.patience`.
    boost::asio::awaitable<bool> meet(row_batch& b);

private:
    using some_rows = std::vector<known_row*>;
    struct attempt; // what one request came to
    boost::asio::awaitable<void> take_turns(row_batch& b, std::vector<some_rows>& left, bool& going_on);
    boost::asio::awaitable<void> look_for(row_batch& b, some_rows rows);
    boost::asio::awaitable<attempt> ask(row_batch& b, some_rows const& rows);
    /// Those of whom no member was found.
    static some_rows lay_beside(row_batch& b, some_rows const& rows,
                                std::vector<provider::found_member> const& found);
    /// Notes of these that nobody has their keys; but for addresses with capitals, which are to be looked for
    /// in small letters once more, as platforms keep them so.
    some_rows settle_missing(row_batch& b, some_rows const& rows);
    static void refuse(row_batch& b, some_rows const& rows, std::string const& code,
                       std::string const& message);

    surroundings const& with_;
    spec::spec const& spec_;
    caller& caller_;
    async::stop& stop_;
    core::change const sought_; // by what the rows know them
};

} // namespace muster::engine
