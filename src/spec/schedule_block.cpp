#include "spec/schedule_block.hpp"

#include "core/printable.hpp"
#include "spec/keys.hpp"
#include "spec/schema_parts.hpp"
#include "spec/time_zone.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <utility>

namespace muster::spec {
namespace {

namespace json = boost::json;
using timetable = schedule::timetable;

template <class Value, std::size_t Size>
using words = std::array<std::pair<std::string_view, Value>, Size>;

constexpr words<timetable::overlap, 3> overlaps{{{"skip", timetable::overlap::skip},
                                                 {"queue", timetable::overlap::queue},
                                                 {"replace", timetable::overlap::replace}}};
constexpr words<timetable::catch_up, 3> catch_ups{{{"none", timetable::catch_up::none},
                                                   {"last", timetable::catch_up::last},
                                                   {"all", timetable::catch_up::all}}};

template <class Value, std::size_t Size>
Value read_word(core::node const& n, std::string_view key, words<Value, Size> const& known, Value fallback) {
    auto const place = n.get(key);
    auto const word = place ? place->string() : std::nullopt;
    if (!word) return fallback;
    std::string all;
    for (auto const& [name, value] : known) {
        if (name == *word) return value;
        all += (all.empty() ? "" : name == known.back().first ? " or " : ", ") + core::quoted(name);
    }
    place->fail("must be " + all);
    return fallback;
}

template <class Value, std::size_t Size>
json::object word_schema(words<Value, Size> const& known, std::string_view fallback,
                         std::string_view description) {
    json::array names;
    for (auto const& [name, value] : known) names.emplace_back(name);
    auto schema = or_parameter({{"enum", std::move(names)}}, description);
    schema["default"] = fallback;
    return schema;
}

std::optional<schedule::cron> read_cron(core::node const& n, std::string_view name) {
    auto const place = n.require("cron");
    auto const text = place ? place->non_empty_string() : std::nullopt;
    if (!text) return std::nullopt;
    auto result = schedule::cron::read(*text, name);
    if (auto* const line = std::get_if<schedule::cron>(&result)) return std::move(*line);
    place->fail(std::get<std::string>(result));
    return std::nullopt;
}

} // namespace

std::optional<timetable> read_timetable(core::node const& n, std::string_view name) {
    if (!n.is_object(R"({"cron": "0 1 * * *", "timezone": "Europe/Berlin"})")) return std::nullopt;
    n.allow_keys({"cron", "timezone", "overlap", "catchUp", keys::catch_up_for.name, keys::jitter.name});
    auto line = read_cron(n, name);
    timetable t;
    t.where = read_time_zone(n);
    t.on_overlap = read_word(n, "overlap", overlaps, t.on_overlap);
    t.missed = read_word(n, "catchUp", catch_ups, t.missed);
    t.catch_up_for = keys::read(n, keys::catch_up_for);
    t.jitter = keys::read(n, keys::jitter);
    if (!line) return std::nullopt;
    t.when = std::move(*line);
    return t;
}

json::object schedule_schema() {
    json::object properties;
    properties["cron"] =
        text("Five fields as in crontab(5), or @hourly, @daily, @weekly, @monthly, @yearly; H stands "
             "for a number made of the spec's name.");
    properties["timezone"] = time_zone_schema();
    properties["overlap"] = word_schema(overlaps, "skip",
                                        "What happens to a start while a job of the spec is under way or "
                                        "waits for its window: it is left out, it "
                                        "waits for that job's end, or that job is stopped.");
    properties["catchUp"] = word_schema(catch_ups, "last",
                                        "What happens to starts that were missed as muster schedule did not "
                                        "run: none is made up for, the last, or "
                                        "all, one after the other.");
    keys::add_to(properties, keys::catch_up_for);
    keys::add_to(properties, keys::jitter);
    return block("When muster schedule starts jobs of the spec.", std::move(properties),
                 {"cron", "timezone"});
}

} // namespace muster::spec
