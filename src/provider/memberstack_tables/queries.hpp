#pragma once
#include "provider/memberstack_tables/settings.hpp"
#include "provider/provider.hpp"

#include <string>
#include <string_view>

/// The requests that read a table. All but the last are POSTs to `records/query`, which change nothing.
namespace muster::provider::memberstack_tables {

/// The most records of a page ("take must be between 1 and 100").
inline constexpr std::size_t largest_page = 100;

/// `/v2/data-tables/products`.
std::string table_target(settings const& s);
/// `/v2/data-tables/products/records`, and of one of them.
std::string records_target(settings const& s);
std::string record_target(settings const& s, std::string_view id);

/// A page of the list. In which order the list comes if nothing is said is not documented, so it is said: by
/// age, so that a record that is made while the list is read comes behind all others.
http::request list_request(settings const& s, list_query const& q);

/// One record by its id.
http::request find_by_id(settings const& s, std::string_view id);

/// One record by the value of its field `settings::unique`, which is named. Two are asked for, so that a
/// field which is not unique is found out.
http::request find_by_unique(settings const& s, std::string_view value);

/// What the table is: its fields, with their types.
http::request describe_table(settings const& s);

} // namespace muster::provider::memberstack_tables
