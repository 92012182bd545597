#pragma once
#include "engine/proposal.hpp"
#include "source/rows.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace muster::engine {

/// Rows of a file as proposals, with what these point into.
struct row_batch {
    /// Of the documents: freed as a whole.
    std::unique_ptr<boost::json::monotonic_resource> memory =
        std::make_unique<boost::json::monotonic_resource>();
    std::deque<std::string> ids;
    std::deque<boost::json::object> documents;
    std::vector<core::member> members;    ///< those that could be read
    std::vector<source::position> begins; ///< where their rows begin
    std::vector<proposal> proposals;
};

/// What a row is known by that could not be read, or has no key: `line 17`, where it begins.
std::string bad_row_name(source::stretch const& row);

/// Adds the next row to a batch: what is made of it, or why nothing is; false at the end. What is wrong with
/// a row is told with its line. Throws what source::rows throws and cannot go on from.
bool take_row(source::rows& rows, spec::spec const& spec, row_batch& b);

} // namespace muster::engine
