#include "service/watched_specs.hpp"

#include "../scratch.hpp"
#include "plans.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>

BOOST_AUTO_TEST_SUITE(watched)

using namespace muster;
using namespace muster::service;
using muster::tests::at;
using names = std::set<std::string>;

namespace {

struct place {
    tests::scratch dir;
    std::vector<std::string> said;
    watched_specs specs{{dir.path.string()}, [this](bool, std::string const& t) { said.push_back(t); }};
    int written = 0;

    /// Writes a spec, each a second younger than the one before.
    void put(std::string const& file, std::string const& name, std::string const& cron = "0 1 * * *",
             std::string const& more = "") {
        write(file, R"({"name": ")" + name + R"(", "provider": {"kind": "memberstack", "key": {"env": "K"}},)"
                        + R"("operation": {"addPlan": {"planId": "pln_x"}}, "schedule": {"cron": ")" + cron
                        + R"(", "timezone": "UTC")" + more + "}}");
    }
    void write(std::string const& file, std::string const& text) {
        auto const path = dir.path / file;
        tests::spill(path, text);
        ::timespec const t{1'700'000'000 + ++written, 0};
        ::timespec const both[] = {t, t};
        BOOST_REQUIRE(::utimensat(AT_FDCWD, path.c_str(), both, 0) == 0);
    }
    names refresh(std::string const& now = "2026-11-25T00:00:00Z") { return specs.refresh(at(now)); }
    core::wall_time since(std::string const& name) const { return specs.all().at(name).what.since; }
    bool has_said(std::string const& words) const {
        return !said.empty() && said.back().find(words) != std::string::npos;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(specs_are_read_once_and_when_they_change) {
    place p;
    p.put("a.json", "a");
    p.put("b.json", "b");
    p.write("notes.txt", "x");
    BOOST_TEST((p.refresh() == names{"a", "b"}));
    BOOST_TEST((p.refresh() == names{}));
    p.put("a.json", "a", "0 2 * * *");
    BOOST_TEST((p.refresh() == names{"a"}));
    std::filesystem::remove(p.dir.path / "b.json");
    BOOST_TEST((p.refresh() == names{"b"}));
    BOOST_TEST(p.specs.all().size() == 1U);
    BOOST_TEST(p.said.empty());
}

BOOST_AUTO_TEST_CASE(a_change_that_is_none_of_the_timetable_loses_no_start) {
    place p;
    p.put("a.json", "a");
    p.refresh();
    auto const since = p.since("a");
    p.put("a.json", "a", "0 1 * * *", R"(, "overlap": "queue")");
    BOOST_TEST((p.refresh() == names{"a"}));
    BOOST_TEST((p.since("a") == since));
    p.put("a.json", "a", "0 2 * * *");
    p.refresh();
    BOOST_TEST((p.since("a") > since));
}

BOOST_AUTO_TEST_CASE(a_spec_that_was_wrong_for_a_while_loses_no_start) {
    place p;
    p.put("a.json", "a");
    p.refresh();
    auto const since = p.since("a");
    p.write("a.json", "{");
    BOOST_TEST((p.refresh() == names{"a"}));
    p.write("a.json", "[");
    p.refresh();
    p.put("a.json", "a", "0 1 * * *", R"(, "overlap": "queue")");
    BOOST_TEST((p.refresh() == names{"a"}));
    BOOST_TEST((p.since("a") == since));
    p.write("a.json", "{");
    p.refresh();
    p.put("a.json", "a", "0 2 * * *"); // another timetable: its starts are not those that waited
    p.refresh();
    BOOST_TEST((p.since("a") > since));
}

BOOST_AUTO_TEST_CASE(one_that_is_made_again_begins_anew) {
    place p;
    p.put("a.json", "a");
    p.refresh();
    auto const since = p.since("a");
    std::filesystem::remove(p.dir.path / "a.json");
    p.refresh();
    p.put("a.json", "a");
    p.refresh();
    BOOST_TEST((p.since("a") > since));
}

BOOST_AUTO_TEST_CASE(no_spec_was_written_in_a_time_to_come) {
    place p;
    p.put("a.json", "a"); // in November 2023
    p.refresh();
    p.put("a.json", "a", "0 2 * * *");
    p.refresh();
    p.refresh("2023-11-01T00:00:00Z"); // the clock was ahead, and is set back
    BOOST_TEST((p.since("a") == at("2023-11-01T00:00:00Z")));
    p.refresh();
    BOOST_TEST((p.since("a") == at("2023-11-01T00:00:00Z")));
}

BOOST_AUTO_TEST_CASE(of_two_with_one_name_the_first_counts) {
    place p;
    p.put("a.json", "same");
    p.put("b.json", "same", "0 2 * * *");
    p.refresh();
    BOOST_TEST(p.said.size() == 1U);
    BOOST_TEST(p.has_said("b.json is left out: its name \"same\" is taken by"));
    BOOST_TEST(p.specs.bad() == 1U);
    std::filesystem::remove(p.dir.path / "a.json");
    BOOST_TEST((p.refresh() == names{"same"}));
    BOOST_TEST(p.specs.all().at("same").what.when.when.text() == "0 2 * * *");
}

BOOST_AUTO_TEST_CASE(a_bad_spec_is_said_once_and_the_others_stay) {
    place p;
    p.put("a.json", "a");
    p.write("b.json", "{");
    p.refresh();
    BOOST_TEST(p.has_said("until it is mended"));
    p.refresh();
    BOOST_TEST(p.said.size() == 1U);
    BOOST_TEST(p.specs.all().size() == 1U);
    p.put("b.json", "b");
    BOOST_TEST((p.refresh() == names{"b"}));
    BOOST_TEST(p.specs.bad() == 0U);
}

BOOST_AUTO_TEST_CASE(a_place_without_specs_is_said_once) {
    place p;
    p.refresh();
    p.refresh();
    BOOST_TEST(p.said.size() == 1U);
    BOOST_TEST(p.has_said("holds no spec"));
    watched_specs gone({"/no/such/place"}, [&](bool, std::string const& t) { p.said.push_back(t); });
    gone.refresh(at("2026-11-25T00:00:00Z"));
    BOOST_TEST(p.has_said("is not there"));
}

BOOST_AUTO_TEST_SUITE_END()
