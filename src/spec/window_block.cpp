#include "spec/window_block.hpp"

#include "core/printable.hpp"
#include "spec/keys.hpp"
#include "spec/schema_parts.hpp"
#include "spec/time_zone.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace muster::spec {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::seconds;

constexpr std::string_view window_example =
    R"({"from": "01:00", "to": "05:00", "timezone": "Europe/Berlin"})";
constexpr std::string_view time_pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$|^24:00(:00)?$";
constexpr std::string_view day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/// Reads `01:00` or `01:00:30`, up to `24:00`.
std::optional<seconds> parse_time_of_day(std::string_view text) {
    if (text.size() != 5 && text.size() != 8) return std::nullopt;
    long parts[] = {0, 0, 0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % 3 == 2) {
            if (text[i] != ':') return std::nullopt;
        } else if (text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        } else {
            parts[i / 3] = parts[i / 3] * 10 + (text[i] - '0');
        }
    }
    if (parts[1] > 59 || parts[2] > 59) return std::nullopt;
    seconds const s(parts[0] * 3600 + parts[1] * 60 + parts[2]);
    return s <= hours(24) ? std::optional(s) : std::nullopt;
}

seconds read_time(core::node const& n, std::string_view key) {
    auto const place = n.require(key);
    auto const text = place ? place->string() : std::nullopt;
    if (!text) return {};
    auto const time = parse_time_of_day(*text);
    if (!time) place->fail(R"(must be a time of day: "01:00", or "01:00:30", up to "24:00")");
    return time.value_or(seconds());
}

std::optional<std::size_t> read_day(core::node const& n) {
    auto const word = n.string();
    if (!word) return std::nullopt;
    auto const* const found = std::find(std::begin(day_names), std::end(day_names), *word);
    if (found != std::end(day_names)) return static_cast<std::size_t>(found - std::begin(day_names));
    n.fail(R"(must be "mon", "tue", "wed", "thu", "fri", "sat" or "sun")");
    return std::nullopt;
}

schedule::weekdays read_days(core::node const& n) {
    schedule::weekdays days;
    if (!n.value().is_array()) {
        n.fail(R"(must be a list of days: ["mon", "tue"])");
        return days;
    }
    auto const count = n.value().get_array().size();
    if (count == 0) n.fail("names no day, so the window never opens");
    for (std::size_t i = 0; i < count; ++i)
        if (auto const day = read_day(n.at(i))) days.set(*day);
    return days;
}

schedule::window read_window(core::node const& n, core::duration request_timeout) {
    schedule::window w;
    w.days.set();
    if (!n.is_object(window_example)) return w;
    n.allow_keys({"from", "to", "days", "timezone", keys::window_rate.name});
    w.from = read_time(n, "from");
    w.to = read_time(n, "to");
    if (auto const days = n.get("days")) w.days = read_days(*days);
    w.where = read_time_zone(n);
    w.rate = keys::read(n, keys::window_rate);
    if (w.from == hours(24)) n.fail(R"(must not begin at "24:00", which is "00:00" of the day after)");
    if (w.from == w.to)
        n.fail(
            R"(is empty, as it begins and ends at one time, so it never opens; the whole day is "00:00" to "24:00")");
    else if (w.length() < request_timeout)
        n.warn("is " + core::describe(w.length()) + " long, shorter than a request may take ("
               + core::describe(request_timeout)
               + ", provider.requestTimeout): one that is slow may find no place in it");
    return w;
}

} // namespace

schedule::windows read_windows(core::node const& n, core::duration request_timeout) {
    std::vector<schedule::window> all;
    if (!n.value().is_array()) {
        all.push_back(read_window(n, request_timeout));
    } else {
        auto const count = n.value().get_array().size();
        if (count == 0)
            n.fail("holds no window, so the job would never send; leave it out for a job that may always");
        for (std::size_t i = 0; i < count; ++i) all.push_back(read_window(n.at(i), request_timeout));
    }
    return schedule::windows(std::move(all));
}

json::object window_schema() {
    auto time = [](std::string_view description) {
        return or_parameter({{"type", "string"}, {"pattern", time_pattern}}, description);
    };
    json::object properties;
    properties["from"] = time("The time of day at which it opens.");
    properties["to"] =
        time("The time of day at which it closes; at or before \"from\", it is that of the day after.");
    json::array words;
    for (auto const& day : day_names) words.emplace_back(day);
    json::object days;
    days["type"] = "array";
    days["description"] = "The days on which it opens; every day if not given.";
    days["items"] = or_parameter({{"enum", std::move(words)}}, "A day.");
    days["minItems"] = 1;
    properties["days"] = std::move(days);
    properties["timezone"] = time_zone_schema();
    keys::add_to(properties, keys::window_rate);
    auto one =
        block("Local times in which the job may send.", std::move(properties), {"from", "to", "timezone"});
    json::object schema;
    schema["description"] =
        "When the job may send requests: one window, or several. Outside, not one is sent. "
        "Always, if not given.";
    json::object several{{"type", "array"}, {"minItems", 1}};
    several["items"] = one;
    schema["anyOf"] = json::array{std::move(one), std::move(several)};
    return schema;
}

} // namespace muster::spec
