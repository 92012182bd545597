#include "schedule/zone.hpp"

#include "../scratch.hpp"
#include "clocks.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(zones)

using namespace muster::schedule;
using namespace muster::tests;

namespace {

std::string const installed = "/usr/share/zoneinfo/";

/// As another program would put it there: a new file under the old name.
void put(std::filesystem::path const& file, std::string const& bytes) {
    std::filesystem::create_directories(file.parent_path());
    spill(file.string() + ".new", bytes);
    std::filesystem::rename(file.string() + ".new", file);
}

std::string noon(zone const& where) {
    return describe(muster::core::parse_iso8601("2026-01-01T12:00").value(), where);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_zone_is_found_by_its_name) {
    BOOST_TEST(noon(zone::find("Europe/Berlin").value()) == "Thu 2026-01-01 13:00 Europe/Berlin");
    BOOST_TEST(noon(zone::find("America/Argentina/Ushuaia").value())
               == "Thu 2026-01-01 09:00 America/Argentina/Ushuaia");
    BOOST_TEST(noon(zone::find("Etc/GMT+9").value()) == "Thu 2026-01-01 03:00 Etc/GMT+9");
    BOOST_TEST(noon(zone::find("UTC").value()) == "Thu 2026-01-01 12:00 UTC");
}

BOOST_AUTO_TEST_CASE(utc_needs_no_file) {
    scratch dir;
    variable const set("TZDIR", dir.path.string());
    BOOST_TEST(noon(zone::utc()) == "Thu 2026-01-01 12:00 UTC");
    BOOST_TEST(zone::find("UTC").has_value());
    BOOST_TEST(!zone::find("Europe/Berlin").has_value());
}

BOOST_AUTO_TEST_CASE(other_names_are_refused) {
    for (auto const* const name :
         {"", "Europe", "Europe/Bonn", "europe/berlin ", "/usr/share/zoneinfo/Europe/Berlin",
          "../zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/Berlin/",
          "./Europe/Berlin", "Europe/Berlin\n", "libc:Europe/Berlin", ":Europe/Berlin", "file:Europe/Berlin",
          "Fixed/UTC+01:00:00", "CET-1CEST", "zone.tab", "tzdata.zi", "leapseconds"})
        BOOST_TEST(!zone::find(name).has_value(), name);
    BOOST_TEST(!zone::find(std::string("Europe/Berlin\0", 14)).has_value());
    BOOST_TEST(!zone::find(std::string(5000, 'a')).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_is_noticed) {
    scratch dir;
    variable const set("TZDIR", dir.path.string());
    auto const file = dir.path / "Some/Place";
    put(file, slurp(installed + "Europe/Berlin"));
    auto const place = zone::find("Some/Place").value();
    BOOST_TEST(noon(place) == "Thu 2026-01-01 13:00 Some/Place");
    put(file, slurp(installed + "Asia/Tokyo"));
    BOOST_TEST(noon(place) == "Thu 2026-01-01 21:00 Some/Place");
    put(file, slurp(installed + "Asia/Kolkata"));
    BOOST_TEST(noon(place) == "Thu 2026-01-01 17:30 Some/Place");
}

BOOST_AUTO_TEST_CASE(a_file_that_goes_or_breaks_leaves_the_rules_as_they_were) {
    scratch dir;
    variable const set("TZDIR", dir.path.string());
    auto const file = dir.path / "Another/Place";
    put(file, slurp(installed + "Europe/Berlin"));
    auto const place = zone::find("Another/Place").value();
    std::filesystem::remove(file);
    BOOST_TEST(noon(place) == "Thu 2026-01-01 13:00 Another/Place");
    put(file, "TZif2 and nothing more");
    BOOST_TEST(noon(place) == "Thu 2026-01-01 13:00 Another/Place");
    BOOST_TEST(noon(place) == "Thu 2026-01-01 13:00 Another/Place");
    put(file, slurp(installed + "Asia/Tokyo"));
    BOOST_TEST(noon(place) == "Thu 2026-01-01 21:00 Another/Place");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_broken_is_read_once_it_is_mended) {
    scratch dir;
    variable const set("TZDIR", dir.path.string());
    put(dir.path / "Third/Place", "");
    BOOST_TEST(!zone::find("Third/Place").has_value());
    put(dir.path / "Third/Place", slurp(installed + "Asia/Tokyo"));
    BOOST_TEST(zone::find("Third/Place").has_value());
}

BOOST_AUTO_TEST_CASE(a_time_is_described_with_seconds_where_there_are_any) {
    auto const berlin = zone::find("Europe/Berlin").value();
    auto const at = [](char const* text) { return muster::core::parse_iso8601(text).value(); };
    BOOST_TEST(describe(at("2026-11-25T00:00:00.9Z"), berlin) == "Wed 2026-11-25 01:00 Europe/Berlin");
    BOOST_TEST(describe(at("2026-11-25T00:00:07Z"), berlin) == "Wed 2026-11-25 01:00:07 Europe/Berlin");
    BOOST_TEST(describe(at("1969-12-31T23:59:59.5Z"), zone::utc()) == "Wed 1969-12-31 23:59:59 UTC");
}

BOOST_AUTO_TEST_SUITE_END()
