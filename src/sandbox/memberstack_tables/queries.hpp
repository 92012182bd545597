#pragma once
#include "sandbox/faults.hpp"
#include "sandbox/memberstack_tables/shelf.hpp"
#include "sandbox/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <variant>

namespace muster::sandbox::memberstack_tables {

/// What a query asks for.
struct query {
    bool for_one = false;      ///< `findUnique`
    std::string id;            ///< of the one
    boost::json::object where; ///< of `findMany`: what fields must hold; empty = anything
    bool newest_first = false;
    std::uint64_t take = 20; ///< if nothing is said: as in the document's example
    std::uint64_t after = 0; ///< 0 = from the beginning
    bool count = false;      ///< only how many there are
};

/// Reads the body of a query; else what is wrong with it, as a sentence. Of the documented query it knows
/// `where` by equality of fields of the table, `orderBy` by `createdAt`, `take` (1 to `most`), `after` as a
/// number and `_count`.
std::variant<query, std::string> read_query(std::string const& body, std::uint64_t most);

/// Answers it. `spoiled`: the page fault that a page of the list is to show, or nullptr.
reply answer(query const& q, shelf const& records, fault const* spoiled);

} // namespace muster::sandbox::memberstack_tables
