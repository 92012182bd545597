// Upserts where the platform has none: rows whose members are there are updates, and the others make members.
#include "support.hpp"

#include <boost/json/parse.hpp>

BOOST_AUTO_TEST_SUITE(upserts_by_look)

using namespace muster;
using namespace muster::simulated;
using core::outcome;
using std::chrono::milliseconds;
namespace json = boost::json;

namespace {

constexpr std::size_t there = 30;

std::string spec_of(std::string const& match) {
    return R"({"name": "test", "provider": {"kind": "memberstack", "key": {"env": "KEY"}},
               "pace": {"pageSize": 10}, "retry": {"attempts": 3},
               "source": {"csv": {"file": "/in/in.csv", "key": "email", "match": ")"
           + match + R"("}},
               "operation": {"upsert": {"email": "{{row.email}}", "password": "pass-word",
                                        "customFields": {"country": "{{row.n}}"}}}})";
}

/// Rows for members that are there, of whom every second is as its row says, each with one for nobody behind
/// it.
struct desk : memberstack_below, model_world {
    explicit desk(std::string const& match = "lookUp", std::uint64_t seed = 1)
        : memberstack_below{memberstack(there)},
          model_world(platform, spec_of(match), seed) {
        std::string text = "email,n\n";
        for (std::uint64_t i = 1; i <= there; ++i)
            text += memberstack::id_at(i * 10) + "@example.com,Germany\n" + made(i) + ",Germany\n";
        disk.make_directories("/in");
        auto const file = disk.open_append("/in/in.csv");
        file->append(text);
        file->sync();
        disk.sync_directory("/in");
    }

    static std::string made(std::uint64_t i) { return "new" + std::to_string(i) + "@example.com"; }

    /// Somebody else makes a member.
    void make(std::string const& email, std::string const& country) {
        json::object const document{
            {"email", email}, {"password", "another-word"}, {"customFields", {{"country", country}}}};
        platform.answer({http::method::post, "/members", json::serialize(document)});
        platform.forget(email);
    }

    [[nodiscard]] core::outcome outcome_of(std::string const& member) {
        auto const all = outcomes();
        auto const found = all.find(member);
        BOOST_TEST_REQUIRE((found != all.end()), member);
        BOOST_TEST(found->second.size() == 1U, member);
        return found->second.front().outcome;
    }

    /// Everybody is as the rows say, whoever had to be changed was changed once, and the journal says so.
    void check() {
        BOOST_TEST(unannounced.empty());
        BOOST_TEST(outcomes().size() == 2 * there);
        BOOST_TEST(platform.members().size() == 2 * there);
        for (std::uint64_t i = 1; i <= there; ++i) {
            auto const id = memberstack::id_at(i * 10);
            bool const is_so = memberstack::matches(i * 10);
            BOOST_TEST(changes(id) == (is_so ? 0U : 1U), id);
            BOOST_TEST((outcome_of(id) == (is_so ? outcome::already : outcome::done)), id);
            BOOST_TEST(changes(made(i)) == 1U, made(i));
            BOOST_TEST((outcome_of(made(i)) == outcome::done), made(i));
            for (auto const& each : {id, made(i)})
                BOOST_TEST(platform.document(each).at("customFields").at("country") == "Germany", each);
        }
    }

    [[nodiscard]] unsigned changes(std::string const& member) const {
        auto const found = platform.ledger().find(member);
        return found == platform.ledger().end() ? 0 : found->second.changes;
    }
};

bool makes(http::request const& r, std::string const& email) {
    return r.verb == http::method::post && r.target == "/members" && r.body.find(email) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(who_is_there_is_updated_and_who_is_not_is_made) {
    for (auto const* const match : {"lookUp", "walk"}) BOOST_TEST_CONTEXT(match) {
            desk w(match);
            BOOST_TEST(w.run().complete);
            w.check();
            auto const text = w.journal_text();
            BOOST_TEST(text.find("pass-word") == std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(kills_at_any_time_lose_nothing_and_double_nothing) {
    for (auto const* const match : {"lookUp", "walk"})
        for (std::uint64_t seed = 1; seed <= 60 / thinned_out + 1; ++seed)
            BOOST_TEST_CONTEXT(match << ", seed " << seed) {
                desk w(match, seed);
                set_latency(w, milliseconds(80));
                for (int kills = 0; kills < 3; ++kills) {
                    w.kill_at(milliseconds(w.random() % 6000));
                    if (!w.run().died) break;
                    w.power_cut(memory_storage::kept::some);
                }
                BOOST_TEST(w.run().complete);
                w.check();
            }
}

BOOST_AUTO_TEST_CASE(a_request_in_doubt_is_settled_by_a_look) {
    using kind = treatment::kind;
    for (auto const how : {kind::reset_before, kind::reset_after, kind::error_after})
        BOOST_TEST_CONTEXT(int(how)) {
            desk w;
            std::set<std::string> met;
            w.direct = [&](http::request const& r) {
                treatment t;
                if (is_change(r) && met.insert(r.target + r.body).second) t.what = how;
                return t;
            };
            BOOST_TEST(w.run().complete);
            w.check();
        }
}

BOOST_AUTO_TEST_CASE(who_was_made_meanwhile_is_as_the_row_says_or_is_told_of) {
    desk w;
    std::set<std::string> met;
    w.direct = [&](http::request const& r) {
        for (auto const& [email, country] : {std::pair(desk::made(3), "Germany"), {desk::made(4), "France"}})
            if (makes(r, email) && met.insert(email).second) w.make(email, country);
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST((w.outcome_of(desk::made(3)) == outcome::already));
    BOOST_TEST((w.outcome_of(desk::made(4)) == outcome::failed));
    BOOST_TEST(w.outcomes().at(desk::made(4)).front().code == "made-meanwhile");
    BOOST_TEST((w.outcome_of(desk::made(5)) == outcome::done));
    BOOST_TEST(w.platform.document(desk::made(4)).at("customFields").at("country") == "France");
}

BOOST_AUTO_TEST_SUITE_END()
