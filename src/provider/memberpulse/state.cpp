#include "provider/memberpulse/state.hpp"

#include "provider/documents.hpp"

#include <algorithm>

namespace muster::provider::memberpulse {

namespace json = boost::json;

json::object whole_record(settings const& s, json::object const& now, json::object const& set) {
    json::object whole;
    for (auto const& field : now)
        if (!s.is_read_only(field.key())) whole[field.key()] = field.value();
    for (auto const& field : set) whole[field.key()] = field.value();
    return whole;
}

bool fields_hold(settings const& s, json::object const& now, json::object const& set) {
    return std::all_of(set.begin(), set.end(), [&](auto const& field) {
        auto const& here = documents::at_or_null(now, field.key());
        if (s.of_members() && field.key() == "email") return documents::same_email(here, field.value());
        return documents::same(here, field.value());
    });
}

} // namespace muster::provider::memberpulse
