#include "cli/log.hpp"

#include "core/errors.hpp"
#include "core/redact.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace muster::cli {

namespace cli_log {
namespace {

/// A logger, and what it wrote.
struct desk {
    desk() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-test-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
        core::register_secret("the-key-of-this-test");
    }
    ~desk() { std::filesystem::remove_all(path); }
    desk(desk const&) = delete;
    desk& operator=(desk const&) = delete;

    /// Writes these to a log, and closes it.
    void write(log_settings const& s, std::vector<std::pair<log_level, log_entry>> const& entries) {
        run_log log(s, [this](std::string const& line) { terminal.push_back(line); });
        for (auto const& [level, entry] : entries) log.write(level, entry);
    }
    log_settings to_file(bool json = false, bool quiet = false) const { return {path / "log", json, quiet}; }
    std::string file() const {
        std::ifstream in(path / "log");
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::filesystem::path path;
    std::vector<std::string> terminal;
};

log_entry said(std::string const& text) {
    return {"notice", text, {{"message", text}}};
}

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace
} // namespace cli_log

BOOST_FIXTURE_TEST_SUITE(cli_log, desk)

BOOST_AUTO_TEST_CASE(a_line_for_people_has_time_level_and_text) {
    write({}, {{log_level::info, said("going on")}, {log_level::warning, said("slowly")}});
    BOOST_REQUIRE(terminal.size() == 2U);
    BOOST_TEST(terminal[0].size() == std::string("2026-01-31T09:05:07Z info: going on\n").size());
    BOOST_TEST(terminal[0].ends_with("Z info: going on\n"));
    BOOST_TEST(terminal[1].ends_with("Z warning: slowly\n"));
}

BOOST_AUTO_TEST_CASE(a_line_for_programs_is_one_json_object_of_fields) {
    log_settings s;
    s.json = true;
    write(s,
          {{log_level::warning, {"outcome", "a sentence", {{"member", "m\n\x1b[2J"}, {"ms", 12}}, "brief"}}});
    BOOST_REQUIRE(terminal.size() == 1U);
    auto const parsed = boost::json::parse(terminal[0]).as_object();
    BOOST_TEST((parsed.at("level") == "warning"));
    BOOST_TEST((parsed.at("event") == "outcome"));
    BOOST_TEST((parsed.at("member") == "m\n\x1b[2J"));
    BOOST_TEST((parsed.at("ms") == 12));
    BOOST_TEST(parsed.at("time").as_string().size() == std::string("2026-01-31T09:05:07.123Z").size());
    BOOST_TEST(parsed.size() == 5U);
    BOOST_TEST(terminal[0].find_first_of("\n\x1b") == terminal[0].size() - 1);
}

BOOST_AUTO_TEST_CASE(a_line_for_people_is_one_line_and_drives_no_terminal) {
    write(to_file(),
          {{log_level::info, said("a\nb\x1b[2J")}, {log_level::info, {"run_started", "x", {}, "c\x1b[2J"}}});
    BOOST_REQUIRE(terminal.size() == 2U);
    BOOST_TEST(terminal[0].ends_with("Z info: a b?[2J\n"));
    BOOST_TEST(terminal[1] == "c?[2J\n");
    BOOST_TEST(!contains(file(), "\x1b"));
}

BOOST_AUTO_TEST_CASE(no_line_anywhere_holds_a_key) {
    for (bool const as_json : {false, true}) {
        auto const text =
            "the-key-of-this-test is wrong; X-API-KEY: sk_live_0123456789abcdef Bearer abcdefgh12345678";
        write(to_file(as_json), {{log_level::info, said(text)},
                                 {log_level::detail, said(text)},
                                 {log_level::warning, {"run_ended", text, {{"a", {{"b", text}}}}, text}}});
        std::string all = file();
        for (auto const& line : terminal) all += line;
        for (auto const* const secret : {"the-key-of", "0123456789", "abcdefgh12345678"})
            BOOST_TEST_CONTEXT(all) BOOST_TEST(!contains(all, secret));
        BOOST_TEST(contains(all, "[redacted]"));
        BOOST_TEST(contains(all, "is wrong"));
    }
}

BOOST_AUTO_TEST_CASE(quiet_leaves_warnings_only) {
    log_settings s;
    s.quiet = true;
    write(s, {{log_level::info, said("unheard")},
              {log_level::info, {"run_started", "unheard", {}, "unheard"}},
              {log_level::warning, said("heard")}});
    BOOST_REQUIRE(terminal.size() == 1U);
    BOOST_TEST(contains(terminal[0], "heard"));
}

BOOST_AUTO_TEST_CASE(the_file_gets_every_outcome_and_the_terminal_does_not) {
    write(to_file(false, true), {{log_level::detail, said("mem_1 done")}});
    BOOST_TEST(terminal.empty());
    BOOST_TEST(contains(file(), "debug: mem_1 done\n"));
}

BOOST_AUTO_TEST_CASE(a_terminal_may_be_told_otherwise_or_nothing) {
    log_entry const first{"run_started", "a long sentence", {{"job", "j"}}, "job j"};
    log_entry const last{"run_ended", "the summary", {{"job", "j"}}, ""};
    write(to_file(), {{log_level::info, first}, {log_level::info, last}});
    BOOST_TEST(terminal == std::vector<std::string>{"job j\n"}, boost::test_tools::per_element());
    BOOST_TEST(contains(file(), "info: a long sentence\n"));
    BOOST_TEST(contains(file(), "info: the summary\n"));
    terminal.clear();
    write({"", true, false}, {{log_level::info, first}, {log_level::info, last}});
    BOOST_TEST(terminal.size() == 2U); // a program has no other place to read it
}

BOOST_AUTO_TEST_CASE(all_but_details_is_in_the_file_at_once) {
    run_log log(to_file(), [](std::string const&) {});
    log.write(log_level::info, said("first"));
    BOOST_TEST(contains(file(), "first"));
    log.write(log_level::detail, said("second"));
    log.flush();
    BOOST_TEST(contains(file(), "second"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_full_is_told_once) {
    write({"/dev/full", false, false}, {{log_level::info, said("one")},
                                        {log_level::info, said("two")},
                                        {log_level::warning, said("three")}});
    auto const gaps = std::count_if(terminal.begin(), terminal.end(), [](std::string const& line) {
        return contains(line, "warning: the log file cannot be written, and has gaps from here on");
    });
    BOOST_TEST(gaps == 1);
    BOOST_TEST(terminal.size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_appended_to) {
    std::ofstream(path / "log") << "before\n";
    write(to_file(), {{log_level::warning, said("after")}});
    BOOST_TEST(file().starts_with("before\n"));
    BOOST_TEST(contains(file(), "after"));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_a_usage_error) {
    log_settings s;
    s.file = path; // a directory
    BOOST_CHECK_EXCEPTION(write(s, {}), core::job_error,
                          [](core::job_error const& e) { return e.status() == core::exit_status::usage; });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
