#pragma once
#include "core/member.hpp"
#include "provider/provider.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <variant>
#include <vector>

namespace muster::provider::memberstack_tables {

/// A record as a member, who has no e-mail address; nullopt if it is no object or has no id.
std::optional<core::member> read_record(boost::json::value const& v);

/// The one record in the body of a reply: `{"data": {...}}` of a change, `{"data": {"record": {...}}}` of a
/// look-up. nullptr where there is neither; a null where the body says that there is no record.
boost::json::value const* find_record(boost::json::value const& body);

/// The records in the body of a reply to `findMany`.
std::variant<std::vector<core::member>, page_fault> read_records(boost::json::value const& body);

/// The same as a page, with where to go on. A cursor is the platform's `endCursor` as JSON text, a number or
/// a text, so that it goes back as it came.
std::variant<page, page_fault> read_page_of(boost::json::value const& body);

/// The value that a cursor stands for.
boost::json::value value_of(cursor const& c);

} // namespace muster::provider::memberstack_tables
