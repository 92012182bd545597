#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sandbox::memberstack_tables {

/// What a field of the table is.
struct field {
    std::string_view key;
    std::string_view type; ///< one of the documented types, e.g. TEXT_UNIQUE
    bool required = false;
    std::string_view fallback =
        {}; ///< JSON text of what a new record holds if nothing is given; empty = nothing
};

/// The fields of the fake table, in its order.
std::vector<field> const& table_fields();

/// The field of which no two records have the same value.
inline constexpr std::string_view unique_field = "sku";

/// The fields as the call for the table shows them.
boost::json::array describe_fields();

/// What is wrong with what a call gives for `data`, as a sentence; nullopt if nothing is. `whole`: a new
/// record, which must hold all that is required.
std::optional<std::string> objection_to(boost::json::object const& data, bool whole);

/// Puts the values into a record's `data` as the table keeps them: dates as `2026-01-31T00:00:00.000Z`.
/// Nothing may be wrong with them.
void set_fields(boost::json::object& data, boost::json::object const& values);

/// `data` of a new record: each field that has a fallback, with it.
boost::json::object new_data();

} // namespace muster::sandbox::memberstack_tables
