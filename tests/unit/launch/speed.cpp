#include "launch/speed.hpp"

#include "desk.hpp"
#include "files/lines.hpp"

namespace muster::launch {

using journal::member_settled;
using journal::run_started;

namespace launch_pace {
namespace {

struct desk : tests::desk {
    /// `count` members are settled within this second of 09:05.
    void settle(int second, int count) {
        std::vector<journal::record> records;
        for (int i = 0; i < count; ++i) {
            member_settled s;
            s.member = "m";
            auto const digits = std::to_string(100 + second).substr(1);
            if (i == 0) s.at = "2026-01-31T09:05:" + digits + "Z";
            records.emplace_back(s);
        }
        append(where, records);
    }
    std::optional<speed> look(std::string const& now) {
        return recent_speed(storage, where, files::bytes_behind(storage, where.journal(), 0),
                            *core::parse_iso8601(now));
    }

    journal::directory const where = make("job");
};

using std::chrono::seconds;

} // namespace
} // namespace launch_pace

BOOST_FIXTURE_TEST_SUITE(launch_pace, desk)

BOOST_AUTO_TEST_CASE(a_run_that_told_no_time_has_no_pace) {
    append(where, {run_started{1, 1, "host", "t"}, member_settled{}});
    BOOST_TEST(!look("2026-01-31T09:05:00Z").has_value());
    settle(10, 5);
    append(where, {run_started{2, 1, "host", "t"}});
    BOOST_TEST(!look("2026-01-31T09:05:20Z").has_value());
}

BOOST_AUTO_TEST_CASE(it_is_measured_up_to_now) {
    for (int second = 10; second < 20; ++second) settle(second, 25);
    auto const p = look("2026-01-31T09:05:20Z");
    BOOST_REQUIRE(p.has_value());
    BOOST_TEST(p->per_second == 25.0);
    BOOST_TEST((p->over == seconds(10)));
    BOOST_TEST((p->since_last == seconds(1)));
}

BOOST_AUTO_TEST_CASE(only_the_last_minute_counts) {
    settle(0, 1000);
    settle(50, 60);
    auto const p = look("2026-01-31T09:06:30Z");
    BOOST_REQUIRE(p.has_value());
    BOOST_TEST(p->per_second == 1.0);
    BOOST_TEST((p->since_last == seconds(40)));
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_does_no_harm) {
    settle(30, 10);
    auto const p = look("2026-01-31T09:00:00Z");
    BOOST_REQUIRE(p.has_value());
    BOOST_TEST((p->over == seconds(1)));
    BOOST_TEST((p->since_last == seconds(0)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
