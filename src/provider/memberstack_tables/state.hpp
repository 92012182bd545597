#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace muster::provider::memberstack_tables {

/// Whether a field that was set to `wanted` may be shown as `now`. A null is the same as a missing field. As
/// fields have types which no reply tells: a number may be shown as a text (DECIMAL) and the other way round,
/// an instant in another form (DATE), a record that is referred to as its id or as an object with that `id`
/// (REFERENCE), and several of them in any order, as only fields of references hold arrays.
bool may_be_shown_as(boost::json::value const& wanted, boost::json::value const& now);

/// Whether a record's document holds all of these fields.
bool fields_hold(boost::json::object const& record, boost::json::object const& fields);

/// What the record holds under the keys of these fields; null where there is nothing.
boost::json::object old_fields(boost::json::object const& record, boost::json::object const& fields);

} // namespace muster::provider::memberstack_tables
