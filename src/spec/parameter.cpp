#include "spec/parameter.hpp"

#include "core/moment.hpp"
#include "core/read_json.hpp"

#include <cmath>

namespace muster::spec {

namespace json = boost::json;

std::optional<parameter_kind> parse_parameter_kind(std::string_view word) {
    if (word == "string") return parameter_kind::string;
    if (word == "number") return parameter_kind::number;
    if (word == "boolean") return parameter_kind::boolean;
    if (word == "date") return parameter_kind::date;
    return std::nullopt;
}

std::string_view describe(parameter_kind k) {
    switch (k) {
    case parameter_kind::string: return "a string";
    case parameter_kind::number: return "a number";
    case parameter_kind::boolean: return "true or false";
    case parameter_kind::date:
        return "an ISO 8601 date such as 2026-01-31 or 2026-01-31T09:00:00Z, or a relative one such as -30d "
               "(hours, days or weeks: -12h, -30d, -4w)";
    }
    return "";
}

json::value settled(json::value const& v, parameter_kind k, std::optional<core::wall_time> now) {
    if (k != parameter_kind::date || !v.is_string() || !now) return v;
    auto const offset = core::parse_offset(v.get_string());
    return offset ? json::value(core::to_iso8601(*now + *offset)) : v;
}

bool fits(json::value const& v, parameter_kind k) {
    switch (k) {
    case parameter_kind::string: return v.is_string();
    case parameter_kind::number: return v.is_number();
    case parameter_kind::boolean: return v.is_bool();
    case parameter_kind::date: return v.is_string() && core::parse_iso8601(v.get_string()).has_value();
    }
    return false;
}

json::value convert(std::string_view text, parameter_kind k, std::optional<core::wall_time> now) {
    auto value = settled(json::value(text), k, now);
    if (k == parameter_kind::number || k == parameter_kind::boolean) {
        boost::system::error_code ec;
        value = core::read_json(text, ec);
        if (ec || (value.is_double() && !std::isfinite(value.get_double()))) return nullptr;
    }
    return fits(value, k) ? value : nullptr;
}

json::value stand_in(std::string_view name, parameter_kind k) {
    switch (k) {
    case parameter_kind::string: return json::value("${" + std::string(name) + "}");
    case parameter_kind::number: return 1;
    case parameter_kind::boolean: return true;
    case parameter_kind::date: return "2000-01-01";
    }
    return nullptr;
}

} // namespace muster::spec
