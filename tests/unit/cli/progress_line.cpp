#include "cli/progress_line.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(cli_progress_line)

namespace {

using core::outcome;
using namespace std::chrono_literals;

constexpr auto no_time = std::nullopt;

engine::progress half_way() {
    engine::progress p;
    p.seen = 1000;
    p.list_total = 2000;
    p.matched = 120;
    p.totals.outcomes[static_cast<std::size_t>(outcome::done)] = 110;
    p.totals.outcomes[static_cast<std::size_t>(outcome::already)] = 10;
    p.allowed_rate = 25;
    return p;
}

std::string line(engine::progress const& p, std::optional<core::duration> left = 90s, std::size_t width = 500,
                 bool bar = false) {
    std::optional<engine::forecast> ahead;
    if (left) ahead.emplace().sending = *left;
    return progress_line(p, 24.96, ahead, width, bar);
}

/// How much of the line's bar is full, 0 to 1; -1 = there is no bar.
double bar_of(engine::progress const& p) {
    auto const text = line(p, no_time, 500, true);
    auto const end = text.find("] ");
    if (text.front() != '[' || end == std::string::npos) return -1;
    auto const bar = text.substr(1, end - 1);
    auto const full = bar.find_first_not_of('=');
    auto const filled = full == std::string::npos ? bar.size() : full;
    BOOST_TEST(bar.find_first_not_of(' ', filled) == std::string::npos);
    return static_cast<double>(filled) / static_cast<double>(bar.size());
}

/// What stands between the commas.
std::vector<std::string> fields_of(std::string const& text) {
    std::vector<std::string> fields;
    for (std::size_t from = 0; from < text.size();) {
        auto const end = std::min(text.find(", ", from), text.size());
        fields.push_back(text.substr(from, end - from));
        from = end + 2;
    }
    return fields;
}

/// Whether a line is made of these fields, or of the shorter forms that there are, behind a bar or percents.
bool holds_only(std::string text, std::vector<std::string> fields, engine::progress const& p) {
    fields.push_back("25.0 per s");
    fields.push_back(std::to_string(p.totals.settled()) + " settled");
    auto const head = text.starts_with('[') ? text.find(']') : std::min(text.find('%'), text.find(' '));
    if (head != std::string::npos && (text[head] == ']' || text[head] == '%')) text.erase(0, head + 1);
    if (text.starts_with(' ')) text.erase(0, 1);
    auto const shown = fields_of(text);
    return std::all_of(shown.begin(), shown.end(), [&](std::string const& field) {
        return std::find(fields.begin(), fields.end(), field) != fields.end();
    });
}

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_line_says_what_there_is_to_know) {
    BOOST_TEST(line(half_way()) == "1000/2000 seen, 120/120 settled, 25.0/25.0 per s, 1m 30s left");
}

BOOST_AUTO_TEST_CASE(a_bar_is_as_full_as_the_job_is_done) {
    auto p = half_way();
    BOOST_TEST(bar_of(p) == 0.5);
    p.seen = 0;
    BOOST_TEST(bar_of(p) == 0.0);
    p.seen = 2000;
    BOOST_TEST(bar_of(p) == 1.0);
    p.list_total.reset();
    BOOST_TEST(bar_of(p) == -1.0);
}

BOOST_AUTO_TEST_CASE(failures_and_throttles_show_only_if_there_are_any) {
    auto p = half_way();
    BOOST_TEST(!contains(line(p), "failed"));
    BOOST_TEST(!contains(line(p), "429"));
    p.totals.outcomes[static_cast<std::size_t>(outcome::failed)] = 2;
    p.totals.outcomes[static_cast<std::size_t>(outcome::unknown)] = 1;
    p.wire.throttled = 7;
    BOOST_TEST(contains(line(p), ", 3 failed"));
    BOOST_TEST(contains(line(p), ", 7x 429"));
}

BOOST_AUTO_TEST_CASE(a_waiting_job_says_why_instead_of_when_it_will_be_done) {
    auto p = half_way();
    p.held_until = core::instant() + 5s;
    BOOST_TEST(contains(line(p), ", held"));
    BOOST_TEST(!contains(line(p), "left"));
    p.platform_down = true;
    BOOST_TEST(contains(line(p), ", platform down"));
    BOOST_TEST(!contains(line(p), "held"));
    p.store_trouble = "no answer within 4 s";
    BOOST_TEST(contains(line(p), ", the store does not answer"));
}

BOOST_AUTO_TEST_CASE(no_time_is_shown_that_cannot_be_told) {
    BOOST_TEST(!contains(line(half_way(), no_time), "left"));
}

BOOST_AUTO_TEST_CASE(without_a_limit_only_the_rate_shows) {
    auto p = half_way();
    p.allowed_rate = 0;
    BOOST_TEST(contains(line(p), ", 25.0 per s"));
    BOOST_TEST(contains(progress_line(p, 12345.6, no_time, 500, false), ", 12346 per s"));
}

BOOST_AUTO_TEST_CASE(at_80_columns_and_at_20) {
    auto p = half_way();
    BOOST_TEST(line(p, 185s, 79, true)
               == "[======      ] 1000/2000 seen, 120/120 settled, 25.0/25.0 per s, 3m 05s left");
    BOOST_TEST(line(p, 185s, 19, true) == "50% 3m 05s left");
    BOOST_TEST(line(p, no_time, 19, true) == "50% 120/120 settled");
    p.wire.throttled = 12;
    p.totals.outcomes[static_cast<std::size_t>(outcome::failed)] = 3;
    p.matched = 123;
    BOOST_TEST(line(p, 185s, 79, true)
               == "50% 1000/2000 seen, 123/123 settled, 3 failed, 25.0 per s, 3m 05s left");
    BOOST_TEST(line(p, 185s, 39, true) == "50% 123 settled, 3 failed, 3m 05s left");
    BOOST_TEST(line(p, 185s, 13, true) == "3m 05s left");
    p.window_closed = true;
    p.next_window = "Wed 2026-11-25 01:00 UTC";
    BOOST_TEST(line(p, no_time, 45, true) == "window closed, opens Wed 2026-11-25 01:00 UTC");
    BOOST_TEST(line(p, no_time, 44, true) == "window closed");
    p.window_closed = false;
    p.platform_down = true;
    BOOST_TEST(line(p, 185s, 19, true) == "50% platform down");
    p.list_total.reset();
    BOOST_TEST(line(p, 185s, 19, true) == "platform down");
}

BOOST_AUTO_TEST_CASE(whatever_there_is_to_say_it_fits_and_nothing_is_cut) {
    for (unsigned kinds = 0; kinds < 256; ++kinds) {
        auto const with = [&](unsigned bit) { return (kinds >> bit & 1U) != 0; };
        auto p = half_way();
        if (with(0)) p.seen = p.matched = 5'000'000;
        if (with(1)) p.list_total.reset();
        if (with(2)) p.totals.outcomes[static_cast<std::size_t>(outcome::failed)] = 1'000'000;
        if (with(3)) p.wire.throttled = 123'456;
        if (with(4)) p.allowed_rate = 0;
        p.platform_down = with(5);
        if (with(6)) p.held_until = core::instant() + 5s;
        std::optional<core::duration> left;
        if (with(7)) left = 185s;
        std::string const end = with(5) ? "platform down" : with(6) ? "held" : with(7) ? "3m 05s left" : "";
        auto const fields = fields_of(line(p, left));
        for (bool const bar : {false, true})
            for (std::size_t width = 0; width <= 120; ++width) {
                auto const text = line(p, left, width, bar);
                // One check for each line would drown the others.
                bool const well = text.size() <= width && holds_only(text, fields, p)
                                  && (width < end.size() || text.ends_with(end));
                if (!well) BOOST_TEST_CONTEXT(kinds << " at " << width << ": " << text) BOOST_TEST(well);
            }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
