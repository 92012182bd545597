#include "cli/log.hpp"

#include "core/errors.hpp"
#include "core/redact.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace muster::cli {

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

    std::shared_ptr<spdlog::logger> make(log_settings const& s) {
        return make_logger(s, [this](std::string const& line) { terminal.push_back(line); });
    }
    std::string file() const {
        std::ifstream in(path / "log");
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::filesystem::path path;
    std::vector<std::string> terminal;
};

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(cli_log, desk)

BOOST_AUTO_TEST_CASE(a_line_for_people_has_time_level_and_text) {
    auto const log = make({});
    log->info("going on");
    log->warn("slowly");
    BOOST_REQUIRE(terminal.size() == 2U);
    BOOST_TEST(terminal[0].size() == std::string("2026-01-31T09:05:07Z info: going on\n").size());
    BOOST_TEST(terminal[0].ends_with("Z info: going on\n"));
    BOOST_TEST(terminal[1].ends_with("Z warning: slowly\n"));
}

BOOST_AUTO_TEST_CASE(a_line_for_programs_is_one_json_object) {
    log_settings s;
    s.json = true;
    make(s)->error("a \"quoted\"\nword");
    BOOST_REQUIRE(terminal.size() == 1U);
    auto const parsed = boost::json::parse(terminal[0]).as_object();
    BOOST_TEST((parsed.at("level") == "error"));
    BOOST_TEST((parsed.at("message") == "a \"quoted\"\nword"));
    BOOST_TEST(parsed.at("time").as_string().size() == std::string("2026-01-31T09:05:07.123Z").size());
    BOOST_TEST(terminal[0].find('\n') == terminal[0].size() - 1);
}

BOOST_AUTO_TEST_CASE(no_line_anywhere_holds_a_key) {
    for (bool const as_json : {false, true}) {
        log_settings s;
        s.json = as_json;
        s.file = path / "log";
        auto const log = make(s);
        log->info("the platform said the-key-of-this-test is wrong");
        log->warn("X-API-KEY: sk_live_0123456789abcdef");
        log->debug("Bearer abcdefgh12345678 and sk_sb_0123456789");
        log->flush();
        std::string all = file();
        for (auto const& line : terminal) all += line;
        for (auto const* const secret : {"the-key-of", "0123456789", "abcdefgh12345678"})
            BOOST_TEST_CONTEXT(all) BOOST_TEST(!contains(all, secret));
        BOOST_TEST(contains(all, "[redacted]"));
        BOOST_TEST(contains(all, "the platform said"));
    }
}

BOOST_AUTO_TEST_CASE(quiet_leaves_warnings_only) {
    log_settings s;
    s.quiet = true;
    auto const log = make(s);
    log->info("unheard");
    log->warn("heard");
    BOOST_REQUIRE(terminal.size() == 1U);
    BOOST_TEST(contains(terminal[0], "heard"));
}

BOOST_AUTO_TEST_CASE(the_file_gets_every_outcome_and_the_terminal_does_not) {
    log_settings s;
    s.file = path / "log";
    s.quiet = true;
    auto const log = make(s);
    log->debug("mem_1 done");
    log->flush();
    BOOST_TEST(terminal.empty());
    BOOST_TEST(contains(file(), "debug: mem_1 done\n"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_appended_to) {
    std::ofstream(path / "log") << "before\n";
    log_settings s;
    s.file = path / "log";
    make(s)->warn("after");
    BOOST_TEST(file().starts_with("before\n"));
    BOOST_TEST(contains(file(), "after"));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_a_usage_error) {
    log_settings s;
    s.file = path; // a directory
    BOOST_CHECK_EXCEPTION(make(s), core::job_error,
                          [](core::job_error const& e) { return e.status() == core::exit_status::usage; });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
