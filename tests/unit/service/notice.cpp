#include "service/notice.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(news_of_jobs)

using namespace muster;
using namespace muster::service;
using event = notify::event;

namespace {

std::vector<event> const bad{event::failed, event::stopped, event::late};

news stopped() {
    news n;
    n.now = event::stopped;
    n.spec_name = "nightly";
    n.job_id = "nightly-1";
    n.run = 2;
    n.reason = "interrupted <b> & co";
    n.status = 75;
    n.totals.emplace();
    n.totals->outcomes[static_cast<std::size_t>(core::outcome::done)] = 5;
    n.next = "muster resume nightly-1";
    n.at = core::parse_iso8601("2026-11-24T10:00:00Z").value();
    return n;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_change_is_told_once) {
    BOOST_TEST(is_told({}, event::stopped, bad));
    BOOST_TEST(!is_told(event::stopped, event::stopped, bad));
    BOOST_TEST(is_told(event::stopped, event::failed, bad));
    BOOST_TEST(is_told(event::late, event::stopped, bad));
}

BOOST_AUTO_TEST_CASE(only_what_was_asked_for_is_told) {
    BOOST_TEST(!is_told({}, event::complete, bad));
    BOOST_TEST(is_told({}, event::complete, {event::complete}));
    BOOST_TEST(!is_told({}, event::stopped, {event::complete}));
    BOOST_TEST(!is_told(event::failed, event::stopped, {event::failed}));
}

BOOST_AUTO_TEST_CASE(that_all_is_well_again_is_told_to_whoever_heard_otherwise) {
    for (auto const e : bad) {
        BOOST_TEST(is_told(e, event::complete, bad));
        BOOST_TEST(is_recovery(e, event::complete));
        BOOST_TEST(!is_recovery(e, event::stopped));
    }
    BOOST_TEST(!is_recovery({}, event::complete));
    BOOST_TEST(!is_told(event::complete, event::complete, bad));
}

BOOST_AUTO_TEST_CASE(sentences_say_what_and_why_and_what_next) {
    auto n = stopped();
    BOOST_TEST(
        sentence(n, false)
        == "muster: job nightly-1 stopped: interrupted <b> & co; 5 done; next: muster resume nightly-1");
    n.now = event::complete;
    n.reason.clear();
    n.next.clear();
    BOOST_TEST(sentence(n, false) == "muster: job nightly-1 is complete; 5 done");
    BOOST_TEST(sentence(n, true) == "muster: job nightly-1 is complete: all is well again; 5 done");
    n.now = event::failed;
    BOOST_TEST(sentence(n, false) == "muster: job nightly-1 is complete, but members failed; 5 done");
    news late;
    late.now = event::late;
    late.spec_name = "nightly";
    late.reason = "it was to start at 02:00";
    BOOST_TEST(sentence(late, false) == "muster: spec nightly is late: it was to start at 02:00");
}

BOOST_AUTO_TEST_CASE(a_webhook_gets_fields_and_a_text_that_slack_shows) {
    auto const body = webhook_body(stopped(), false);
    BOOST_TEST(body.at("type") == "job.stopped");
    BOOST_TEST(body.at("timestamp") == "2026-11-24T10:00:00.000Z");
    BOOST_TEST(
        body.at("text").as_string()
        == "muster: job nightly-1 stopped: interrupted &lt;b&gt; &amp; co; 5 done; next: muster resume "
           "nightly-1");
    auto const& data = body.at("data").as_object();
    BOOST_TEST(data.at("job") == "nightly-1");
    BOOST_TEST(data.at("state") == "stopped");
    BOOST_TEST(data.at("recovery") == false);
    BOOST_TEST(data.at("exitStatus") == 75);
    BOOST_TEST(data.at("reason") == "interrupted <b> & co");
    BOOST_TEST(data.at("outcomes").at("done") == 5);
}

BOOST_AUTO_TEST_CASE(a_reason_cannot_add_a_header) {
    auto n = stopped();
    n.reason = "x\nBcc: all@example.com\n\nbuy";
    auto const text = mail(n, false, "root");
    BOOST_TEST(text.starts_with("To: root\nSubject: muster: job nightly-1 stopped\n"));
    BOOST_TEST(text.find("\nBcc") == text.npos);
    BOOST_TEST(text.ends_with("next: muster resume nightly-1\n"));
}

BOOST_AUTO_TEST_CASE(the_same_news_has_the_same_id) {
    auto n = stopped();
    auto const id = message_id(n);
    BOOST_TEST(id.size() == 36U);
    BOOST_TEST(message_id(stopped()) == id);
    n.run = 3;
    BOOST_TEST(message_id(n) != id);
}

BOOST_AUTO_TEST_CASE(pings_have_their_word_at_the_end_of_the_path) {
    BOOST_TEST(ping_url("https://hc.example/u-1", "start", "r") == "https://hc.example/u-1/start?rid=r");
    BOOST_TEST(ping_url("https://hc.example/u-1/", "75", "r") == "https://hc.example/u-1/75?rid=r");
    BOOST_TEST(ping_url("https://hc.example/u?create=1", "fail", "r")
               == "https://hc.example/u/fail?create=1&rid=r");
}

BOOST_AUTO_TEST_CASE(a_run_has_a_uuid_of_its_own) {
    auto const id = run_id("job", 1);
    BOOST_TEST(id.size() == 36U);
    for (auto const at : {8U, 13U, 18U, 23U}) BOOST_TEST(id[at] == '-');
    BOOST_TEST(id[14] == '8');
    BOOST_TEST(run_id("job", 1) == id);
    BOOST_TEST(run_id("job", 2) != id);
}

BOOST_AUTO_TEST_SUITE_END()
