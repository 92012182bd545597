#pragma once
#include "service/agenda.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace muster::tests {

inline core::wall_time at(std::string const& text) {
    auto const t = core::parse_iso8601(text);
    BOOST_REQUIRE_MESSAGE(t.has_value(), text);
    return *t;
}

inline schedule::cron cron_of(std::string const& line) {
    auto read = schedule::cron::read(line, "n");
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<schedule::cron>(read), line);
    return std::get<schedule::cron>(read);
}

/// A spec `n` that starts at 1:00 UTC, and makes up for the last of what was missed on the day before.
inline service::plan nightly(std::string const& line = "0 1 * * *") {
    service::plan p;
    p.name = "n";
    p.when.when = cron_of(line);
    p.when.catch_up_for = std::chrono::hours(24);
    p.since = at("2026-11-24T12:00:00Z");
    return p;
}

inline schedule::windows window(std::chrono::seconds from, std::chrono::seconds to) {
    schedule::window w;
    w.from = from;
    w.to = to;
    w.days.set();
    return schedule::windows({w});
}

inline service::job_facts job_for(service::plan const& p, std::string const& start,
                                  service::job_facts::state how) {
    std::string id = p.name + "-" + start;
    std::erase_if(id, [&](char c) { return c == ':'; });
    for (std::size_t i = p.name.size() + 1; i < id.size();) // the dashes of the date
        id[i] == '-' ? void(id.erase(i, 1)) : void(++i);
    service::job_facts j;
    j.id = id;
    j.start = at(start);
    j.began = j.ended = *j.start;
    j.how = how;
    return j;
}

} // namespace muster::tests
