#include "cli/display.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::cli {

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
    return progress_line(p, 24.96, left, width, bar);
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

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(cli_display)

BOOST_AUTO_TEST_CASE(a_line_says_what_there_is_to_know) {
    BOOST_TEST(line(half_way()) == "1000/2000 seen, 120/120 settled, 25.0/25.0 per s, 1m 30s left");
}

BOOST_AUTO_TEST_CASE(the_part_done_counts_what_is_read_and_of_that_what_is_settled) {
    auto p = half_way();
    BOOST_TEST(part_done(p).value() == 0.5);
    p.matched = 240;
    BOOST_TEST(part_done(p).value() == 0.25);
    p.seen = 4000; // the list shrank meanwhile
    BOOST_TEST(part_done(p).value() == 0.5);
    p.matched = 0;
    p.totals = {};
    BOOST_TEST(part_done(p).value() == 1.0);
    p.list_total = 0;
    BOOST_TEST(!part_done(p).has_value());
    p.list_total.reset();
    BOOST_TEST(!part_done(p).has_value());
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

BOOST_AUTO_TEST_CASE(a_line_is_never_wider_than_the_terminal) {
    auto p = half_way();
    p.wire.throttled = p.matched = 2'000'000;
    p.totals.outcomes[static_cast<std::size_t>(outcome::failed)] = 1'000'000;
    auto const whole = line(p, 90s, 500, true);
    BOOST_TEST(whole.find_first_of("\r\n\x1b") == std::string::npos);
    for (std::size_t width = 0; width <= 200; ++width) {
        auto const cut = line(p, 90s, width, true);
        BOOST_TEST(cut.size() <= width);
        BOOST_TEST(whole.starts_with(cut));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
