#pragma once
#include "engine/proposal.hpp"
#include "source/rows.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace muster::engine {

/// A row that could be read.
struct known_row {
    /// What is held against the spec: a member that holds nothing but its `row`, known by the row's key,
    /// until the platform's member is found for it. Without a document where none was.
    core::member member;
    source::position begins;
    std::size_t proposal = 0; ///< which of the batch's proposals is its own
};

/// Rows of a file as proposals, with what these point into.
struct row_batch {
    /// Of the documents: freed as a whole.
    std::unique_ptr<boost::json::monotonic_resource> memory =
        std::make_unique<boost::json::monotonic_resource>();
    std::deque<std::string> ids;
    std::deque<boost::json::object> documents;
    std::vector<known_row> rows;
    std::vector<proposal>
        proposals; ///< of all rows, in their order; each names its member by the row's key at first
};

/// What a row is known by that could not be read, or has no key: `line 17`, where it begins.
std::string bad_row_name(source::stretch const& row);

/// Adds the next row to a batch, or why it cannot be read; false at the end. Throws what source::rows throws
/// and cannot go on from.
bool take_row(source::rows& rows, row_batch& b);

/// Notes by which key each row names its member, where that is not its id: what the journal is to keep, as
/// the member may not be known by it once it is changed. Before they are met.
void note_keys(row_batch& b, source::rows_settings const& settings);

/// Passes over the rows that match with no member: where the `where` asks nothing but rows.
void pass_over_unmatched(row_batch& b, spec::spec const& spec);

/// How many rows of the spec's file are left by that, at most `most`; bad ones are none. Throws what reading
/// rows throws. Takes a look at each row, if `where` asks for nothing but cells.
std::uint64_t count_sought(files::storage& storage, spec::spec const& spec, std::uint64_t most);

/// Decides what is made of each row that has a document. What is wrong with one is told with its line.
void propose(row_batch& b, spec::spec const& spec);

/// Decides of a row whose member is not there, as the operation says; false if it says nothing of such.
bool propose_for_nobody(row_batch& b, known_row& r, spec::spec const& spec);

/// Of an upsert that looks first: notes of which rows no member could be made, and passes over them, whoever
/// is there.
void refuse_unfit(row_batch& b, spec::spec const& spec);

/// Notes of which rows a cell does not fit, whoever their members are, and passes over them.
void refuse_unfit_cells(row_batch& b, spec::spec const& spec);

/// Notes that nothing can be made of a row, and why.
void refuse_row(row_batch& b, known_row& r, std::string code, std::string const& message);

/// Frees what the rows held, once it is decided what is made of them: of new members, no proposal points into
/// it.
void forget_documents(row_batch& b);

} // namespace muster::engine
