#include "web/views.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_views)

namespace {

using kind = route::kind;

view_settings const settings{"/state dir", {"-odd.json", "jobs"}};

std::string line(route const& r) {
    auto const made = command_for(settings, r);
    if (auto const* const bad = std::get_if<refusal>(&made)) return std::to_string(bad->status);
    std::string text;
    for (auto const& word : std::get<command>(made).arguments) text += (text.empty() ? "" : "|") + word;
    return text;
}

command_result ended(int status, std::string out, std::string err) {
    command_result r;
    r.status = status;
    r.out = std::move(out);
    r.err = std::move(err);
    return r;
}

} // namespace

BOOST_AUTO_TEST_CASE(views_are_commands) {
    BOOST_TEST(line({kind::job, "j"}) == "status|j|--output=json|--state-dir=/state dir");
    BOOST_TEST(line({kind::undo_plan, "j"}) == "undo|j|--plan|--output=json|--state-dir=/state dir");
    BOOST_TEST(line({kind::verify, "j"}) == "verify|j|--output=json|--state-dir=/state dir");
    BOOST_TEST(line({kind::acts, "j"}) == "__web|acts|j|--state-dir=/state dir");
    BOOST_TEST(line({kind::schedule})
               == "schedule|--list|--output=json|--state-dir=/state dir|--|-odd.json|jobs");
    BOOST_TEST(line({kind::specs}) == "__web|specs|--|-odd.json|jobs");
    BOOST_TEST(line({kind::jobs}) == "404");
}

BOOST_AUTO_TEST_CASE(no_value_passes_for_an_option) {
    BOOST_TEST(line({kind::history, "--rebuild"})
               == "history|--output=json|--state-dir=/state dir|--|--rebuild");
    BOOST_TEST(line({kind::results, "j", "", {{"outcome", "--x"}, {"code", "-y"}}})
               == "__web|results|j|--limit=100|--outcome=--x|--code=-y|--state-dir=/state dir");
}

BOOST_AUTO_TEST_CASE(a_limit_is_held_to_its_range) {
    for (std::string const bad : {"0", "1001", "-1", "x", "1x", "99999999999999999999"})
        BOOST_TEST(line({kind::results, "j", "", {{"limit", bad}}}) == "400", bad);
    for (std::string const good : {"1", "1000"})
        BOOST_TEST(
            (line({kind::results, "j", "", {{"limit", good}}}).find("--limit=" + good) != std::string::npos));
}

BOOST_AUTO_TEST_CASE(an_end_is_an_answer_or_a_refusal) {
    BOOST_TEST(reply_of(ended(0, "[1]\n", "")).status == 200U);
    BOOST_TEST(reply_of(ended(0, "[1]\n", "")).body == "[1]");
    BOOST_TEST(reply_of(ended(70, "{}", "")).status == 200U); // of a damaged job, say
    BOOST_TEST(reply_of(ended(2, "", "muster: no such job\n")).status == 409U);
    auto const refused = refusal_of(ended(2, "", "muster: no such\033[2J job\n"));
    BOOST_TEST(refused.code == "exit-2");
    BOOST_TEST(refused.message == "no such?[2J job");
    BOOST_TEST(refusal_of(ended(0, "", "muster: nobody\n")).code == "nothing-to-do");
    BOOST_TEST(!refusal_of(ended(1, "", "")).message.empty());
    BOOST_TEST(
        (refusal_of(ended(3, "", "sk_live_0123456789abcdef")).message.find("0123") == std::string::npos));
    command_result killed;
    killed.out = "[1";
    killed.failure = "It took too long.";
    BOOST_TEST(reply_of(killed).status == 500U);
    BOOST_TEST((reply_of(killed).body.find("It took too long.") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
