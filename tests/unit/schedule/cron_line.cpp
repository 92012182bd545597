#include "schedule/cron.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

BOOST_AUTO_TEST_SUITE(cron_lines)

using namespace muster::schedule;

namespace {

/// What is wrong with it; empty if nothing is.
std::string mistake(std::string_view text) {
    auto const read = cron::read(text, "job");
    auto const* const wrong = std::get_if<std::string>(&read);
    return wrong != nullptr ? *wrong : "";
}

cron_line line(std::string_view text, std::string_view name = "job") {
    auto const read = read_cron_line(text, name);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<cron_line>(read), text);
    return std::get<cron_line>(read);
}

template <std::size_t N>
std::string set(std::bitset<N> const& bits) {
    std::string all;
    for (std::size_t n = 0; n < N; ++n)
        if (bits.test(n)) all += (all.empty() ? "" : " ") + std::to_string(n);
    return all;
}

std::string minutes(std::string const& field, std::string_view name = "job") {
    return set(line(field + " * * * *", name).minutes);
}
std::string months(std::string const& field) {
    return set(line("0 0 * " + field + " *").months);
}
std::string weekdays(std::string const& field) {
    return set(line("0 0 * * " + field).weekdays);
}

/// The days of a month that it names.
std::string days(std::string const& text, int year, int month) {
    auto const which = line(text);
    std::string all;
    for (cctz::civil_day d(year, month); d.month() == month; ++d)
        if (which.names(d)) all += (all.empty() ? "" : " ") + std::to_string(d.day());
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_lists_ranges_and_steps_are_read) {
    BOOST_TEST(minutes("0") == "0");
    BOOST_TEST(minutes("59,0,07") == "0 7 59");
    BOOST_TEST(minutes("3-6") == "3 4 5 6");
    BOOST_TEST(minutes("3-3") == "3");
    BOOST_TEST(minutes("*/20") == "0 20 40");
    BOOST_TEST(minutes("10-30/10,5") == "5 10 20 30");
    BOOST_TEST(minutes("50-59/7") == "50 57");
    BOOST_TEST(line("* * * * *").minutes.all());
    BOOST_TEST(line("* * * * *").every_hour());
    BOOST_TEST(line("0 0-23 * * *").every_hour());
    BOOST_TEST(!line("0 0-22 * * *").every_hour());
    BOOST_TEST(set(line("0 0 */15 * *").days) == "1 16 31");
}

BOOST_AUTO_TEST_CASE(months_and_weekdays_have_names) {
    BOOST_TEST(months("jan,DEC") == "1 12");
    BOOST_TEST(months("Mar-May") == "3 4 5");
    BOOST_TEST(months("*/4") == "1 5 9");
    BOOST_TEST(weekdays("mon-fri") == "1 2 3 4 5");
    BOOST_TEST(weekdays("sun,2") == "0 2");
}

BOOST_AUTO_TEST_CASE(sunday_is_0_and_7_and_may_end_a_week) {
    BOOST_TEST(weekdays("0") == "0");
    BOOST_TEST(weekdays("7") == "0");
    BOOST_TEST(weekdays("5-7") == "0 5 6");
    BOOST_TEST(weekdays("fri-sun") == "0 5 6");
    BOOST_TEST(weekdays("sun-tue") == "0 1 2");
    BOOST_TEST(weekdays("sun-sun") == "0");
    BOOST_TEST(weekdays("0-7") == "0 1 2 3 4 5 6");
    BOOST_TEST(weekdays("*/2") == "0 2 4 6");
}

BOOST_AUTO_TEST_CASE(space_around_and_between_does_not_matter) {
    BOOST_TEST(mistake(" \t 5   4\t* * *  ").empty());
}

BOOST_AUTO_TEST_CASE(words_stand_for_lines) {
    std::map<std::string, std::string> const same{{"@hourly", "0 * * * *"},   {"@daily", "0 0 * * *"},
                                                  {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
                                                  {"@monthly", "0 0 1 * *"},  {"@yearly", "0 0 1 1 *"},
                                                  {"@annually", "0 0 1 1 *"}, {"@Daily", "0 0 * * *"}};
    for (auto const& [word, full] : same) {
        auto const a = line(word), b = line(full);
        BOOST_TEST(a.minutes == b.minutes);
        BOOST_TEST(a.hours == b.hours);
        BOOST_TEST(a.days == b.days);
        BOOST_TEST(a.months == b.months);
        BOOST_TEST(a.weekdays == b.weekdays);
        BOOST_TEST(a.either_day == b.either_day);
    }
    BOOST_TEST(std::get<cron>(cron::read("@daily", "")).text() == "@daily");
}

BOOST_AUTO_TEST_CASE(days_are_joined_as_vixie_joined_them) {
    // March 2026 begins on a Sunday.
    BOOST_TEST(days("0 0 13 * *", 2026, 3) == "13");
    BOOST_TEST(days("0 0 * * fri", 2026, 3) == "6 13 20 27");
    BOOST_TEST(days("0 0 14 * fri", 2026, 3) == "6 13 14 20 27");
    BOOST_TEST(days("0 0 */10 * mon", 2026, 3).empty());
    BOOST_TEST(days("0 0 1-31/10 * mon", 2026, 3) == "1 2 9 11 16 21 23 30 31");
    BOOST_TEST(days("0 0 */2 * mon", 2026, 3) == "9 23");
    BOOST_TEST(days("0 0 1-8 * */7", 2026, 3) == "1 8");
    BOOST_TEST(days("0 0 1-8 * */7,2", 2026, 3) == "1 3 8");
    BOOST_TEST(days("0 0 31 4 tue", 2026, 4) == "7 14 21 28");
}

BOOST_AUTO_TEST_CASE(h_hangs_on_the_name_alone) {
    BOOST_TEST(minutes("H", "a") == minutes("H", "a"));
    std::map<std::string, int> minutes_of_names;
    for (int i = 0; i < 600; ++i) ++minutes_of_names[minutes("H", "job " + std::to_string(i))];
    BOOST_TEST(minutes_of_names.size() == 60U);
    for (auto const& [minute, times] : minutes_of_names) BOOST_TEST(times < 30, minute);
    // Fixed for good: a new release must not move anyone's jobs.
    BOOST_TEST(minutes("H", "nightly") == "54");
    BOOST_TEST(set(line("0 H * * *", "nightly").hours) == "2");
}

BOOST_AUTO_TEST_CASE(h_stays_in_its_range_and_keeps_its_step) {
    for (int i = 0; i < 300; ++i) {
        auto const name = "job " + std::to_string(i);
        auto const in_range = line("H(10-12) H H H H", name);
        BOOST_TEST(in_range.minutes.count() == 1U);
        BOOST_TEST(std::stoi(set(in_range.minutes)) >= 10);
        BOOST_TEST(std::stoi(set(in_range.minutes)) <= 12);
        BOOST_TEST(std::stoi(set(in_range.days)) <= 28);
        BOOST_TEST(std::stoi(set(in_range.days)) >= 1);
        BOOST_TEST(line("H/15 * * * *", name).minutes.count() == 4U);
        BOOST_TEST(line("H(0-29)/10 * * * *", name).minutes.count() == 3U);
        BOOST_TEST(line("H(5-7)/30 * * * *", name).minutes.count() == 1U);
        BOOST_TEST(line("0 0 * * H(fri-sun)", name).weekdays.count() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(mistakes_are_said_with_their_field) {
    std::map<std::string, std::string> const said{
        {"", "it is empty; five fields are wanted, as in \"30 2 * * *\""},
        {"  \t", "it is empty; five fields are wanted, as in \"30 2 * * *\""},
        {"* * * *", "it has 4 fields; five are wanted (minute, hour, day of month, month, day of week)"},
        {"0 0 * * * *",
         "it has 6 fields; five are wanted (minute, hour, day of month, month, day of week), with neither "
         "seconds nor years"},
        {"61 * * * *", "minute: 61 is not from 0 to 59"},
        {"60 * * * *", "minute: 60 is not from 0 to 59"},
        {"99999999999999999999 * * * *", "minute: 99999999999999999999 is not from 0 to 59"},
        {"0 24 * * *", "hour: 24 is not from 0 to 23"},
        {"0 0 0 * *", "day of month: 0 is not from 1 to 31"},
        {"0 0 * 13 *", "month: 13 is not from 1 to 12"},
        {"0 0 * * 8", "day of week: 8 is not from 0 to 7"},
        {"0 0 * * monday", "day of week: \"monday\" is not a number from 0 to 7, or one of sun to sat"},
        {"0 0 * foo *", "month: \"foo\" is not a number from 1 to 12, or one of jan to dec"},
        {"mon * * * *", "minute: \"mon\" is not a number from 0 to 59"},
        {"+5 * * * *", "minute: \"+5\" is not a number from 0 to 59"},
        {"-5 * * * *", "minute: \"\" is not a number from 0 to 59"},
        {"5- * * * *", "minute: \"\" is not a number from 0 to 59"},
        {"0 22-2 * * *", "hour: \"22-2\" goes down; write 22-23,0-2"},
        {"0 0 * * fri-mon", "day of week: \"fri-mon\" goes down; write fri-6,0-mon"},
        {"5/15 * * * *", "minute: \"5/15\" has a step, but no range; write 5-59/15"},
        {"*/0 * * * *", "minute: a step is a number from 1 on, not \"0\""},
        {"*/ * * * *", "minute: a step is a number from 1 on, not \"\""},
        {"*/x * * * *", "minute: a step is a number from 1 on, not \"x\""},
        {"*/90 * * * *", "minute: a step of 90 leads past 59"},
        {"1,,2 * * * *", "minute: \"1,,2\" has an empty place in its list"},
        {", * * * *", "minute: \",\" has an empty place in its list"},
        {"** * * * *", "minute: \"**\" is not a number from 0 to 59"},
        {"? * * * *", "minute: \"?\" is not a number from 0 to 59"},
        {"H( * * * *", "minute: \"H(\" lacks its )"},
        {"H(5) * * * *", "minute: \"H(5)\" needs a range in its brackets, as in H(0-30)"},
        {"H(5-70) * * * *", "minute: 70 is not from 0 to 59"},
        {"Hx * * * *", "minute: \"Hx\" is not understood after its H"},
        {"0 0 30 2 *", "day of month: 30 never comes in the months that are given"},
        {"0 0 31 2,4,jun,9,11 *", "day of month: 31 never comes in the months that are given"},
        {"0 0 30 2 */2", "day of month: 30 never comes in the months that are given"},
        {"@reboot",
         "\"@reboot\" is none of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually"},
        {"@daily 5", "nothing may follow \"@daily\""},
        {"\x1b[31m * * * *", "minute: \"?[31m\" is not a number from 0 to 59"},
    };
    for (auto const& [text, sentence] : said) BOOST_TEST(mistake(text) == sentence);
    BOOST_TEST(mistake(std::string(1001, '1')) == "it is longer than 1000 characters");
    BOOST_TEST(mistake("0 0 29 2 *").empty());
    BOOST_TEST(mistake("0 0 30 2 mon").empty()); // either day
}

BOOST_AUTO_TEST_SUITE_END()
