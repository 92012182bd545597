#include "provider/memberstack_tables/state.hpp"

#include "core/cell.hpp"
#include "core/time.hpp"
#include "provider/documents.hpp"

#include <algorithm>
#include <optional>

namespace muster::provider::memberstack_tables {

namespace json = boost::json;

using documents::at_or_null;
using documents::same;

namespace {

/// The id of a record that is referred to, where it is shown as an object; else the value itself.
json::value const& without_record(json::value const& v) {
    auto const* const object = v.if_object();
    auto const& id = object != nullptr ? at_or_null(*object, "id") : v;
    return id.is_null() ? v : id;
}

bool same_number(json::value const& number, json::value const& text) {
    auto const read = core::convert(text, core::cell_form::number);
    auto const* const value = std::get_if<json::value>(&read);
    return value != nullptr && value->is_number() && same(number, *value);
}

bool same_instant(json::string const& a, json::string const& b) {
    auto const one = core::parse_iso8601(a);
    return one && one == core::parse_iso8601(b);
}

} // namespace

bool may_be_shown_as(json::value const& wanted, json::value const& now) {
    auto const& a = without_record(wanted);
    auto const& b = without_record(now);
    if (same(a, b)) return true;
    if (a.is_string() && b.is_string()) return same_instant(a.get_string(), b.get_string());
    if (a.is_number() && b.is_string()) return same_number(a, b);
    if (a.is_string() && b.is_number()) return same_number(b, a);
    if (!a.is_array() || !b.is_array()) return false;
    auto const& ours = a.get_array();
    auto const& theirs = b.get_array();
    return std::is_permutation(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                               [](json::value const& x, json::value const& y) {
                                   return same(without_record(x), without_record(y));
                               });
}

bool fields_hold(json::object const& record, json::object const& fields) {
    auto const old = old_fields(record, fields);
    return std::all_of(fields.begin(), fields.end(), [&](auto const& field) {
        return may_be_shown_as(field.value(), old.at(field.key()));
    });
}

json::object old_fields(json::object const& record, json::object const& fields) {
    return documents::part_of(at_or_null(record, "data"), fields);
}

} // namespace muster::provider::memberstack_tables
