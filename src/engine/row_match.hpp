#pragma once
#include "engine/row_batch.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>

namespace muster::engine {

/// Finds the members that rows are about, by what the rows are known by (source::rows_settings::by), and lays
/// each row beside what its member holds. One thread.
class row_match {
public:
    virtual ~row_match() = default;
    /// What is done once, before any row is met. False: the job is stopping. Throws core::job_error where
    /// that cannot be done.
    virtual boost::asio::awaitable<bool> prepare() = 0;
    /// How many rows are best met together; after prepare().
    [[nodiscard]] virtual std::size_t most() const = 0;
    /// Finds the members of a batch. Each row that has one is that member then, with `row` in its document;
    /// of the others it is noted what comes of them, or why nothing does. False: the job is stopping, and the
    /// batch is not to be used. Throws core::job_error where the job cannot go on.
    virtual boost::asio::awaitable<bool> meet(row_batch& b) = 0;
};

/// Makes a row its member, with the row in the document. What `found` points into must live as long as the
/// batch.
void lay_beside(row_batch& b, known_row& r, core::member const& found);

/// Notes that nobody is known by the key of that row, and what the operation makes of that.
void refuse_nobody(row_batch& b, known_row& r, spec::spec const& spec);

} // namespace muster::engine
