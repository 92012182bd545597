#include "filter/operands.hpp"

#include "core/moment.hpp"
#include "core/printable.hpp"
#include "filter/dates.hpp"

#include <string>

namespace muster::filter {
namespace {

namespace json = boost::json;
using form = core::shape::form;

constexpr std::string_view how_dates = R"("2026-01-31" or "2026-01-31T09:00:00Z")";
constexpr std::string_view how_offsets =
    R"("-30d" for 30 days before now (hours, days or weeks: -12h, -30d, -4w))";

std::string_view describe(form f) {
    switch (f) {
    case form::text: return "a text";
    case form::date: return "a date";
    case form::flag: return "true or false";
    case form::number: return "a number";
    case form::object:
    case form::open: return "an object of fields";
    case form::list: return "a list";
    case form::anything:
    case form::scalar: break;
    }
    return "a plain value";
}

/// Whether a value of the field could be of the same type as this one, as far as is known.
bool may_be_like(json::value const& v, form f) {
    switch (f) {
    case form::text:
    case form::date: return v.is_string();
    case form::flag: return v.is_bool();
    case form::number: return v.is_number();
    case form::object:
    case form::open:
    case form::list: return false;
    case form::anything:
    case form::scalar: break;
    }
    return true;
}

std::string subject_of(scope const& s) {
    return s.path.empty() ? std::string("an element of this list") : core::quoted(s.path);
}

void warn_of_type(core::node const& n, scope const& s) {
    auto message = "never matches, as " + subject_of(s) + " is " + std::string(describe(s.shape->what));
    if (s.shape->what == form::list)
        message += R"(; write what an element of it is like under "some", "every" or "none")";
    n.warn(std::move(message));
}

std::string must_be_date(scope const& s) {
    return "must be an ISO 8601 date, as " + subject_of(s) + " is a date; write " + std::string(how_dates);
}

/// A text with which texts may be compared as texts, or dates as dates.
bool check_free_text(core::node const& n, std::string_view text) {
    if (looks_like_offset(text)) {
        n.fail("is no relative date; write " + std::string(how_offsets));
        return false;
    }
    if (looks_like_date(text)) {
        n.fail("looks like a date, but is none in ISO 8601; write " + std::string(how_dates) + ", or "
               + std::string(how_offsets));
        return false;
    }
    if (is_compact_date(text))
        n.warn("is compared as a text; if it is a date, write it as \"" + std::string(text.substr(0, 4)) + '-'
               + std::string(text.substr(4, 2)) + '-' + std::string(text.substr(6)) + '"');
    return true;
}

} // namespace

bool check_equal(core::node const& n, scope const& s) {
    auto const& v = n.value();
    if (v.is_null()) return true;
    bool const wants_date = s.shape->what == form::date && v.is_string() && !v.get_string().empty();
    if (wants_date && !core::parse_iso8601(v.get_string())) {
        auto message = must_be_date(s);
        if (core::parse_offset(v.get_string()))
            message += R"(; a relative date is for "lt", "lte", "gt" and "gte")";
        n.fail(std::move(message));
        return false;
    }
    if (!may_be_like(v, s.shape->what)) {
        warn_of_type(n, s);
    } else if (wants_date && v.get_string().find('T') == json::string::npos) {
        n.warn(R"(is the moment at which that day begins in UTC; for the whole day write "gte" and "lt")");
    }
    return true;
}

std::optional<json::value> read_ordered(core::node const& n, bool before, scope const& s,
                                        std::optional<core::wall_time> now) {
    auto const& v = n.value();
    auto const what = s.shape->what;
    auto const text = v.is_string() ? std::string_view(v.get_string()) : std::string_view();
    auto moment = core::parse_iso8601(text);
    auto const offset = core::parse_offset(text);
    if (what == form::date && !moment && !offset) {
        n.fail(must_be_date(s) + ", or " + std::string(how_offsets));
        return std::nullopt;
    }
    if (!moment && !offset && v.is_string() && !check_free_text(n, text)) return std::nullopt;
    if (offset && !now) {
        n.fail("is a relative date, and it is not known here what now is; write " + std::string(how_dates));
        return std::nullopt;
    }
    if (offset) moment = *now + *offset;
    if (!may_be_like(v, what)) {
        warn_of_type(n, s);
    } else if (moment && now && *moment > *now) {
        // Beside other dates than the platform's own, a relative one to come is meant so: what expires in a
        // week.
        if (before && (what == form::date || !offset))
            n.warn("is in the future, so every date until now is before it");
        if (!before && what == form::date) n.warn("is in the future, so no date until now is after it");
    }
    return offset ? json::value(core::to_iso8601(*moment)) : v;
}

void check_part(core::node const& n, std::string_view text, scope const& s) {
    json::value const as_text("");
    if (!may_be_like(as_text, s.shape->what)) {
        warn_of_type(n, s);
    } else if (text.empty()) {
        n.warn("is empty, so every text matches");
    }
}

void check_list(core::node const& n, std::string_view word, scope const& s) {
    auto const what = s.shape->what;
    if (what == form::anything || what == form::list) return;
    n.warn((word == "none" ? "always matches, as " : "never matches, as ") + subject_of(s) + " is "
           + std::string(describe(what)) + " and no list");
}

} // namespace muster::filter
