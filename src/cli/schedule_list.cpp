#include "cli/schedule_list.hpp"

#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "service/facts.hpp"
#include "service/watched_specs.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

constexpr std::size_t starts_shown = 5;

struct listed_spec {
    std::string name;
    service::watched_spec const* spec;
    std::vector<service::coming_start> next;
    service::outlook seen;
};

std::string why_not(listed_spec const& r) {
    if (r.seen.acts.empty()) return r.seen.why_not;
    auto const& a = r.seen.acts.front();
    return "job " + a.job
           + (a.what == service::act::kind::start    ? " is due now"
              : a.what == service::act::kind::resume ? " is to be resumed now"
                                                     : " is to be stopped now");
}

std::string time_of_day(std::chrono::seconds since_midnight) {
    auto const minutes = std::chrono::floor<std::chrono::minutes>(since_midnight).count();
    std::array<char, 16> text{};
    auto const seconds = since_midnight.count() % 60;
    if (seconds == 0)
        std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(minutes / 60),
                      static_cast<int>(minutes % 60));
    else
        std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(minutes / 60),
                      static_cast<int>(minutes % 60), static_cast<int>(seconds));
    return text.data();
}

/// As a spec has it.
json::object json_of(schedule::window const& w) {
    constexpr std::array<char const*, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    json::object out{{"from", time_of_day(w.from)}, {"to", time_of_day(w.to)}};
    if (!w.days.all()) {
        auto& days = out["days"].emplace_array();
        for (std::size_t i = 0; i < names.size(); ++i)
            if (w.days.test(i)) days.emplace_back(names.at(i));
    }
    out["timezone"] = w.where.name();
    if (w.rate) out["rate"] = *w.rate;
    return out;
}

json::object json_of(listed_spec const& r) {
    json::array starts;
    for (auto const& s : r.next)
        starts.push_back(json::object{{"start", core::to_iso8601(s.at)}, {"due", core::to_iso8601(s.due)}});
    json::object out{{"spec", r.name},
                     {"file", r.spec->path},
                     {"cron", r.spec->what.when.when.text()},
                     {"timezone", r.spec->what.when.where.name()}};
    out["next"] = std::move(starts);
    if (r.spec->what.windows.any()) {
        auto& windows = out["windows"].emplace_array();
        for (auto const& w : r.spec->what.windows.all()) windows.push_back(json_of(w));
    }
    out["now"] = why_not(r);
    out["needsPerson"] = r.seen.needs_person;
    return out;
}

std::string text_of_list(listed_spec const& r, bool wrapped) {
    auto const& zone = r.spec->what.when.where;
    auto out = table_row("spec", r.name + ", " + r.spec->path, wrapped);
    out += table_row("cron", r.spec->what.when.when.text(), wrapped);
    std::string_view label = "next";
    for (auto const& s : r.next) {
        auto const late = s.due - s.at;
        out += table_row(std::string(std::exchange(label, "")),
                         schedule::describe(s.at, zone)
                             + (late > core::duration() ? ", begun " + core::describe(late) + " later" : ""),
                         wrapped);
    }
    if (auto const why = why_not(r); !why.empty()) out += table_row("now", why, wrapped);
    return out;
}

} // namespace

bool print_schedule(launch::store& jobs, std::vector<std::string> const& places, bool as_json) {
    auto const now = std::chrono::system_clock::now();
    service::watched_specs specs(
        places, [](bool, std::string const& text) { std::cerr << "muster: " << shown(text) << '\n'; });
    static_cast<void>(specs.refresh(now));
    service::job_reader reader(jobs);
    reader.list();
    json::array all;
    std::string_view between;
    for (auto const& [name, spec] : specs.all()) {
        listed_spec const r{name, &spec, service::next_starts(spec.what, now, starts_shown),
                            service::look_at(spec.what, reader.of_spec(name, now), {}, now)};
        if (as_json)
            all.push_back(json_of(r));
        else
            std::cout << std::exchange(between, "\n") << shown(text_of_list(r, ::isatty(STDOUT_FILENO) != 0));
    }
    if (as_json) std::cout << shown_json(json::serialize(all)) << '\n';
    return !specs.all().empty() && specs.bad() == 0;
}

} // namespace muster::cli
