// Jobs on lists whose pages go by numbers: they are walked whole before anything is sent.
#include "support.hpp"

BOOST_AUTO_TEST_SUITE(shifting_lists)

using namespace muster;
using namespace muster::simulated;
using core::outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr auto deletion = R"("delete": {})";
constexpr auto small_pages = R"(, "pace": {"pageSize": 20})";

/// How many requests for a page came in.
std::size_t pages_asked_for(world const& w) {
    return static_cast<std::size_t>(std::count_if(w.arrivals.begin(), w.arrivals.end(), [](auto const& a) {
        return a.second.find("/numbered") != std::string::npos;
    }));
}

} // namespace

BOOST_AUTO_TEST_CASE(deletions_skip_nobody) {
    world w(250, deletion, small_pages, 1, "numbered");
    auto const expected = w.platform.matching();
    auto const r = w.run();
    BOOST_TEST(r.complete);
    BOOST_TEST(r.end.seen == 250U);
    BOOST_TEST(r.end.matched == 125U);
    BOOST_TEST(r.end.list_total.value() == 250U);
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(a_walk_goes_on_where_it_was_stopped) {
    world w(250, deletion, small_pages, 1, "numbered");
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(100));
    w.at(seconds(1), [](engine::run& r) { r.request_stop("interrupted"); });
    BOOST_TEST(!w.run().complete);
    BOOST_TEST(w.platform.ledger().empty()); // nobody was deleted yet
    auto const before = pages_asked_for(w);
    BOOST_TEST(before > 4U);
    w.power_cut(memory_storage::kept::nothing);
    BOOST_TEST(w.run().complete);
    BOOST_TEST(pages_asked_for(w) < 30U); // each of 14 twice, less the first
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_walk_whose_end_was_not_synced_is_before_anybody_leans_on_it) {
    bool met = false; // a kill between the last write and its sync
    for (std::uint64_t step = 0;; ++step) {
        world w(60, deletion, small_pages, 1, "numbered");
        auto const expected = w.platform.matching();
        w.end.decide(step, {});
        if (!w.run().died || !w.platform.ledger().empty()) break;
        auto const file = w.directory().members();
        auto const written = w.disk.look(file) ? w.disk.read(file, 0, 1U << 20U).value_or("") : "";
        met = met || (written.find(R"({"t":"end")") != std::string::npos && w.disk.synced(file) != written);
        std::size_t changes = 0;
        w.direct = [&](http::request const& r) {
            if (r.verb != http::method::get && ++changes == 25) w.end.die(); // the first pages are done
            return treatment();
        };
        BOOST_TEST(w.run().died);
        w.power_cut(memory_storage::kept::nothing);
        w.direct = [](http::request const&) { return treatment(); };
        BOOST_TEST_CONTEXT("killed at step " << step) {
            BOOST_TEST(w.run().complete);
            check_all_is_well(w, expected);
        }
    }
    BOOST_TEST(met);
}

BOOST_AUTO_TEST_CASE(whoever_moves_to_a_page_that_was_read_is_found) {
    for (unsigned when = 1; when < 30; ++when) {
        BOOST_TEST_CONTEXT("somebody is deleted after " << when * 100 << " ms") {
            world w(250, deletion, small_pages, 1, "numbered");
            auto expected = w.platform.matching();
            set_latency(w, milliseconds(100));
            expected.erase(memberstack::id_at(20));
            w.at(milliseconds(when * 100 + 30), [&](engine::run&) {
                for (auto const position : {10, 20, 30})
                    if (auto const id = memberstack::id_at(position); w.platform.exists(id))
                        w.platform.erase(id);
            });
            BOOST_TEST(w.run().complete);
            BOOST_TEST(w.problems(expected, {memberstack::id_at(20)}) == std::vector<std::string>(),
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_list_that_moves_all_the_time_is_read_to_its_end) {
    world w(250, deletion, R"(, "pace": {"pageSize": 5})", 1, "numbered");
    auto expected = w.platform.matching();
    std::set<std::string> removed;
    std::size_t requests = 0;
    w.direct = [&](http::request const& r) {
        if (!w.platform.ledger().empty() || r.target.find("/numbered") == std::string::npos)
            return treatment();
        // The first of the list go, one by one, and somebody comes among them.
        if (++requests % 7 == 0) {
            auto const first = memberstack::id_at(10 * requests / 7);
            w.platform.erase(first);
            expected.erase(first);
            removed.insert(first);
        }
        if (requests % 11 == 0) w.platform.insert(310 + requests / 11);
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(pages_asked_for(w) < 150U); // each of 50 twice, and some once more
    for (auto const& each : w.problems(expected, removed)) BOOST_ERROR(each);
}

BOOST_AUTO_TEST_CASE(an_instance_that_gives_the_same_page_for_ever_is_noticed) {
    world w(250, deletion, small_pages, 1, "numbered");
    w.platform.ignores_numbers = true;
    auto const r = w.run();
    BOOST_TEST(!r.complete);
    BOOST_TEST(r.reason.find("is the same as the one before it") != std::string::npos, r.reason);
    BOOST_TEST(w.platform.ledger().empty());
}

BOOST_AUTO_TEST_SUITE_END()
