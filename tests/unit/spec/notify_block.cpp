#include "spec/notify_block.hpp"

#include "spec/paths.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(notify_blocks)

using namespace muster;
using spec::test::mistakes_with;
using spec::test::text_with;
using event = spec::notify::event;

namespace {

spec::notify read_good(std::string const& notify) {
    auto r = spec::read(text_with(R"(, "notify": )" + notify), {});
    BOOST_REQUIRE_MESSAGE(r.value.has_value(), spec::format("f", r.mistakes));
    return *r.value->notify;
}

std::string mistakes(std::string const& notify) {
    return mistakes_with(R"(, "notify": )" + notify);
}

} // namespace

BOOST_AUTO_TEST_CASE(all_of_it_is_read) {
    auto const tell = read_good(
        R"({"on": ["late", "complete"], "webhook": {"url": {"env": "HOOK"}, "secret": {"file": "/s"}},
            "command": ["sendmail", "-t", ""], "ping": {"url": {"credential": "ping"}}})");
    BOOST_TEST((tell.on == std::vector{event::late, event::complete}));
    BOOST_TEST(tell.webhook->name == "HOOK");
    BOOST_TEST((tell.secret->from == spec::key_reference::kind::file));
    BOOST_TEST((tell.command == std::vector<std::string>{"sendmail", "-t", ""}));
    BOOST_TEST((tell.ping->from == spec::key_reference::kind::credential));
}

BOOST_AUTO_TEST_CASE(what_is_bad_is_told_if_nothing_else_is_said) {
    auto const tell = read_good(R"({"command": ["true"]})");
    BOOST_TEST((tell.on == std::vector{event::failed, event::stopped, event::late}));
    BOOST_TEST(!tell.webhook.has_value());
    BOOST_TEST(!tell.ping.has_value());
    BOOST_TEST(!spec::read(text_with(""), {}).value->notify.has_value());
}

BOOST_AUTO_TEST_CASE(mistakes_are_said_with_their_place) {
    BOOST_TEST(mistakes("[]").starts_with("/notify: must be an object"));
    BOOST_TEST(mistakes("{}") == "/notify: must say whom to tell: \"webhook\", \"command\" or \"ping\"\n");
    BOOST_TEST(mistakes(R"({"command": ["x"], "wbhook": {}})").starts_with("/notify/wbhook: "));
    BOOST_TEST(mistakes(R"({"command": ["x"], "on": []})").starts_with("/notify/on: must be a list"));
    BOOST_TEST(
        mistakes(R"({"command": ["x"], "on": ["late", "faild"]})").starts_with("/notify/on/1: must be one"));
    BOOST_TEST(mistakes(R"({"command": ["x"], "on": ["late", "late"]})")
               == "/notify/on/1: stands there twice\n");
    BOOST_TEST(mistakes(R"({"command": "sendmail -t"})").starts_with("/notify/command: must be a program"));
    BOOST_TEST(mistakes(R"({"command": []})").starts_with("/notify/command: must be a program"));
    BOOST_TEST(mistakes(R"({"command": [""]})").starts_with("/notify/command/0: "));
    BOOST_TEST(mistakes(R"({"command": ["x", 5]})").starts_with("/notify/command/1: "));
    BOOST_TEST(mistakes(R"({"webhook": {"url": "https://hooks.slack.com/services/T/B/X"}})")
                   .starts_with("/notify/webhook/url: must not be the address itself"));
    BOOST_TEST(mistakes(R"({"webhook": {"url": {"env": "A"}, "secret": "whsec_x"}})")
                   .starts_with("/notify/webhook/secret: must not be the key itself"));
    BOOST_TEST(mistakes(R"({"webhook": {}})").starts_with("/notify/webhook"));
    BOOST_TEST(mistakes(R"({"ping": {"url": {"env": "A-B"}}})").starts_with("/notify/ping/url/env: "));
}

BOOST_AUTO_TEST_CASE(paths_of_secrets_become_absolute) {
    auto r =
        spec::read(text_with(R"(, "notify": {"webhook": {"url": {"file": "hook"}, "secret": {"file": "s"}},
                                      "ping": {"url": {"file": "/p"}}})"),
                   {});
    spec::make_paths_absolute(*r.value, "/there");
    BOOST_TEST(r.value->notify->webhook->name == "/there/hook");
    auto const again = spec::read(boost::json::serialize(r.value->document), {});
    BOOST_TEST(again.value->notify->webhook->name == "/there/hook");
    BOOST_TEST(again.value->notify->secret->name == "/there/s");
    BOOST_TEST(again.value->notify->ping->name == "/p");
}

BOOST_AUTO_TEST_SUITE_END()
