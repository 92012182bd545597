// Rows of a file that say which members something is done to: each row's member is looked up.
#include "../printing.hpp"
#include "journal/replay.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

BOOST_AUTO_TEST_SUITE(rows_of_members)

using namespace muster;
using namespace muster::simulated;
using core::outcome;
using std::chrono::milliseconds;
namespace json = boost::json;

namespace {

std::string of_rows(std::string const& match, std::string const& key) {
    return R"(, "source": {"csv": {"file": "/in/in.csv", "key": ")" + key + R"(", "match": ")" + match
           + R"("}}, "retry": {"attempts": 3})";
}
constexpr auto with_cells =
    R"("update": {"customFields": {"score": "{{row.n}} of {{customFields.country}}"}})";

/// A world with a row for each of its members, and one for nobody.
struct desk : world {
    explicit desk(std::size_t members, std::string const& operation = add_plan, std::uint64_t seed = 1,
                  std::string const& kind = "memberstack", std::string const& more = {},
                  std::string const& match = "lookUp", std::string const& key = "id")
        : world(members, operation, of_rows(match, key) + more, seed, kind) {
        std::string text = key + ",n\n";
        for (auto const& id : platform.members())
            text += (key == "id" ? id : std::string(platform.document(id).at("auth").at("email").as_string()))
                    + ",7\n";
        text += "nobody,7\n";
        disk.make_directories("/in");
        auto const file = disk.open_append("/in/in.csv");
        file->append(text);
        file->sync();
        disk.sync_directory("/in");
    }
    std::set<std::string> expected = platform.matching();

    /// What became of the row for nobody.
    std::string nobody() {
        auto const all = outcomes();
        auto const found = all.find("nobody");
        if (found == all.end() || found->second.size() != 1) return "nothing";
        return found->second.front().code;
    }
    /// Whether everybody else came out right.
    void check() {
        BOOST_TEST(nobody() == "no-such-member");
        check_all_is_well(*this, expected);
    }
};

bool is_look(http::request const& r, std::string const& id) {
    return r.verb == http::method::get && r.target == "/members/" + id;
}

/// How many requests asked for one member.
std::size_t looks(world const& w) {
    return static_cast<std::size_t>(std::count_if(w.arrivals.begin(), w.arrivals.end(), [](auto const& a) {
        return a.second.starts_with("GET /members/");
    }));
}

} // namespace

BOOST_AUTO_TEST_CASE(each_operation_is_done_to_the_members_that_rows_name) {
    for (auto const* const operation :
         {add_plan, with_cells, R"("update": {"json": {"score": 7}, "merge": true})", R"("delete": {})"})
        BOOST_TEST_CONTEXT(operation) {
            desk w(60, operation);
            auto const report = w.run();
            BOOST_TEST(report.complete);
            BOOST_TEST(count(w, outcome::done) == w.expected.size());
            w.check();
        }
}

BOOST_AUTO_TEST_CASE(a_cell_and_a_field_stand_in_one_change) {
    desk w(40, with_cells);
    w.run();
    for (auto const& id : w.expected)
        BOOST_TEST(w.platform.document(id).at("customFields").at("score").as_string() == "7 of Germany");
}

BOOST_AUTO_TEST_CASE(kills_at_any_time_lose_nothing_and_double_nothing) {
    for (std::uint64_t seed = 1; seed <= 400 / thinned_out; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            desk w(60, seed % 2 == 0 ? add_plan : with_cells, seed);
            set_latency(w, milliseconds(80));
            for (int kills = 0; kills < 3; ++kills) {
                w.kill_at(milliseconds(w.random() % 6000));
                if (!w.run().died) break;
                w.power_cut(memory_storage::kept::nothing);
            }
            BOOST_TEST(w.run().complete);
            w.check();
        }
}

BOOST_AUTO_TEST_CASE(rows_that_do_not_fit_are_no_part_of_a_canary_that_is_killed) {
    unsigned in_canary = 0;
    for (int when = 0; when < 2000; when += 50) BOOST_TEST_CONTEXT("killed at " << when << " ms") {
            desk w(60, R"("update": {"customFields": {"score": "{{row.n|number}}"}})", 1, "memberstack",
                   R"(, "canary": {"members": 5})");
            std::string text = "id,n\n";
            int rows = 0;
            for (auto const& id : w.platform.members()) text += id + (rows++ < 3 ? ",many\n" : ",7\n");
            w.disk.truncate("/in/in.csv", 0);
            auto const file = w.disk.open_append("/in/in.csv");
            file->append(text);
            file->sync();
            set_latency(w, milliseconds(80));
            w.kill_at(milliseconds(when));
            bool const died = w.run().died;
            auto const state = journal::replay(w.disk, w.directory()).folded;
            auto const arrived = std::count_if(w.arrivals.begin(), w.arrivals.end(),
                                               [](auto const& a) { return a.second.starts_with("PATCH "); });
            bool const under_way = died && state.totals().of(outcome::failed) > 0 && arrived < 5;
            if (!under_way) continue;
            ++in_canary;
            w.direct = [](http::request const& r) {
                treatment t;
                if (!is_change(r)) return t;
                t.what = treatment::kind::turned_away;
                t.alter = [](http::reply& said) { said.status = 422; };
                return t;
            };
            auto const again = w.run();
            BOOST_TEST(again.stopped_for(engine::stop_reason::kind::canary), again.reason);
            BOOST_TEST(again.reason.starts_with("of the first 5 members, the canary, "), again.reason);
            BOOST_TEST(count(w, outcome::done) + count(w, outcome::failed) == 3U + 5U);
        }
    BOOST_TEST(in_canary > 0U);
}

BOOST_AUTO_TEST_CASE(a_look_that_keeps_failing_is_that_row_s_trouble) {
    desk w(60);
    auto const cursed = *w.expected.begin();
    w.direct = [&](http::request const& r) {
        treatment t;
        t.there = t.back = milliseconds(5);
        if (is_look(r, cursed)) t.what = treatment::kind::error_before;
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(w.outcomes().at(cursed).front().code == "not-looked-up");
    BOOST_TEST(count(w, outcome::done) == w.expected.size() - 1);
}

BOOST_AUTO_TEST_CASE(a_look_that_is_refused_for_good_is_that_row_s_failure) {
    desk w(60);
    auto const cursed = *w.expected.begin();
    w.direct = [&](http::request const& r) {
        treatment t;
        if (!is_look(r, cursed)) return t;
        t.what = treatment::kind::turned_away;
        t.alter = [](http::reply& said) {
            said.status = 422;
            said.body = R"({"code":"odd-id","message":"That is no id"})";
        };
        return t;
    };
    BOOST_TEST(w.run().complete);
    auto const told = w.outcomes().at(cursed).front();
    BOOST_TEST(told.code == "odd-id");
    BOOST_TEST(told.message.find("could not be looked up: That is no id") != std::string::npos, told.message);
}

BOOST_AUTO_TEST_CASE(who_is_missing_beside_others_is_asked_for_again) {
    desk w(60, add_plan, 1, "bulk"); // three in a look-up
    std::size_t given_short = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (r.target != "/bulk?look=true" || json::parse(r.body).as_array().size() < 2) return t;
        ++given_short;
        t.alter = [](http::reply& said) {
            auto all = json::parse(said.body);
            all.as_array().front().as_object()["body"] = R"({"data": null})";
            said.body = json::serialize(all);
        };
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(given_short > 0U);
    BOOST_TEST(count(w, outcome::done) == w.expected.size());
    w.check();
}

BOOST_AUTO_TEST_CASE(each_run_gets_further_under_a_quota_that_does_not_do_for_all_rows) {
    desk w(60, add_plan, 1, "memberstack", R"(, "pace": {"quota": {"requests": 24, "per": "1h"}})");
    int runs = 0;
    while (runs++ < 12 && !w.run({}).complete) w.time.pass(std::chrono::hours(1) + std::chrono::minutes(1));
    BOOST_TEST(runs < 12);
    w.check();
}

BOOST_AUTO_TEST_CASE(a_key_that_is_refused_stops_it) {
    desk w(60);
    w.direct = [](http::request const&) {
        treatment t;
        t.what = treatment::kind::turned_away;
        t.alter = [](http::reply& said) { said.status = 401; };
        return t;
    };
    BOOST_TEST((w.run().error == core::exit_status::refused));
    BOOST_TEST(w.outcomes().empty());
}

BOOST_AUTO_TEST_CASE(whom_a_row_names_no_more_once_it_is_changed_has_one_outcome_all_the_same) {
    constexpr auto new_address = R"("update": {"email": "new-{{id}}@example.com"})";
    for (auto const* const operation : {R"("delete": {})", new_address})
        for (auto const* const match : {"lookUp", "walk"})
            for (std::uint64_t seed = 1; seed <= 100 / thinned_out; ++seed)
                BOOST_TEST_CONTEXT(operation << ", " << match << ", seed " << seed) {
                    desk w(60, operation, seed, "memberstack", {}, match, "email");
                    set_latency(w, milliseconds(80));
                    engine::run_choices few;
                    few.limit = 5;
                    BOOST_TEST(!w.run(few).complete);
                    for (int kills = 0; kills < 3; ++kills) {
                        w.kill_at(milliseconds(w.random() % 3000));
                        if (!w.run().died) break;
                        w.power_cut(memory_storage::kept::some);
                    }
                    BOOST_TEST(w.run().complete);
                    BOOST_TEST(count(w, outcome::done) + count(w, outcome::gone) == w.expected.size());
                    w.check();
                }
}

BOOST_AUTO_TEST_CASE(a_walk_finds_whom_the_rows_name) {
    for (auto const* const operation :
         {add_plan, with_cells, R"("update": {"json": {"score": 7}, "merge": true})", R"("delete": {})"})
        for (auto const* const kind : {"memberstack", "numbered"}) BOOST_TEST_CONTEXT(operation << kind) {
                desk w(250, operation, 1, kind, R"(, "pace": {"pageSize": 20})", "walk");
                auto const report = w.run();
                BOOST_TEST(report.complete);
                BOOST_TEST(count(w, outcome::done) == w.expected.size());
                bool const reads_again = std::string(operation).find("merge") != std::string::npos;
                BOOST_TEST(looks(w) == (reads_again ? w.expected.size() : 0U));
                w.check();
            }
}

BOOST_AUTO_TEST_CASE(of_several_members_with_one_key_the_one_who_matches_is_meant) {
    desk w(60, add_plan, 1, "memberstack", {}, "walk", "email");
    w.direct = [](http::request const& r) {
        treatment t;
        if (!r.target.starts_with("/members?")) return t;
        t.alter = [](http::reply& said) {
            auto page = json::parse(said.body);
            for (auto& each : page.at("data").as_array()) {
                auto& address = each.at("auth").at("email");
                if (each.at("id") == "mem_10") address = "mem_20@example.com"; // from France
                if (each.at("id") == "mem_40") address = "mem_60@example.com"; // from Germany, as mem_60 is
            }
            said.body = json::serialize(page);
        };
        return t;
    };
    BOOST_TEST(w.run().complete);
    auto const all = w.outcomes();
    BOOST_TEST((all.at("mem_20").front().outcome == outcome::done));
    BOOST_TEST(!all.contains("mem_10"));
    BOOST_TEST(all.at("mem_60@example.com").front().code == "ambiguous-key");
    BOOST_TEST(all.at("mem_40@example.com").front().code == "no-such-member");
    BOOST_TEST(!all.contains("mem_60"));
}

BOOST_AUTO_TEST_CASE(a_walk_that_is_killed_goes_on) {
    for (std::uint64_t seed = 1; seed <= 200 / thinned_out; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            desk w(60, seed % 2 == 0 ? add_plan : with_cells, seed,
                   seed % 3 == 0 ? "numbered" : "memberstack", R"(, "pace": {"pageSize": 10})", "walk");
            set_latency(w, milliseconds(80));
            for (int kills = 0; kills < 3; ++kills) {
                w.kill_at(milliseconds(w.random() % 4000));
                if (!w.run().died) break;
                w.power_cut(memory_storage::kept::some);
            }
            BOOST_TEST(w.run().complete);
            w.check();
        }
}

BOOST_AUTO_TEST_CASE(a_walk_keeps_those_alone_whom_rows_name) {
    desk w(250, add_plan, 1, "memberstack", {}, "walk");
    w.disk.truncate("/in/in.csv", 0);
    auto const chosen = *std::next(w.expected.begin(), 3);
    w.disk.open_append("/in/in.csv")->append("id,n\n" + chosen + ",7\n");
    BOOST_TEST(w.run().complete);
    BOOST_TEST(w.outcomes().size() == 1U);
    BOOST_TEST(w.outcomes().contains(chosen));
    auto const kept = files::read_file(w.disk, w.directory().members()).value();
    BOOST_TEST(std::count(kept.begin(), kept.end(), '\n') == 5); // one member, three pages, the end
    BOOST_TEST(!w.disk.look(w.directory().row_keys()).has_value());
}

BOOST_AUTO_TEST_CASE(a_damaged_set_of_the_walk_s_members_is_made_again) {
    desk w(60, add_plan, 1, "memberstack", {}, "walk");
    set_latency(w, milliseconds(80));
    w.at(milliseconds(300), [](engine::run& r) { r.request_stop("interrupted"); });
    BOOST_TEST(!w.run().complete);
    BOOST_REQUIRE(w.disk.look(w.directory().member_keys()).has_value());
    w.disk.truncate(w.directory().member_keys(), 100);
    BOOST_TEST(w.run().complete);
    w.check();
}

BOOST_AUTO_TEST_SUITE_END()
