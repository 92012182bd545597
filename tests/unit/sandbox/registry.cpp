// What the documents say, or leave open, of all platforms alike: as the fake ones have it.
#include "sandbox/registry.hpp"

#include "core/time.hpp"
#include "sandbox/gateway.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::sandbox {

BOOST_AUTO_TEST_SUITE(all_platforms)

namespace {

namespace json = boost::json;

/// A fake platform without a limit but a quota, and a client of its list.
class client {
public:
    explicit client(std::string const& name, std::size_t quota = 0)
        : name_(name),
          gateway_(with(quota), find_kind(name)->make({})) {}

    reply send(std::string method, std::string target, std::string body = {}) {
        return gateway_.answer(request{std::move(method), std::move(target), "sk_sb_test", std::move(body)},
                               core::instant(std::chrono::hours(1)),
                               core::wall_time(std::chrono::seconds(1'767'225'600)));
    }
    /// The list's first page, by a request that asks for no size.
    reply list() {
        if (name_ == "publisher")
            return send("POST", "/publisher.v1/member/list", R"({"member_base_id":"mb_sandbox"})");
        if (name_ == "memberstack-tables")
            return send("POST", "/v2/data-tables/products/records/query", R"({"query":{"findMany":{}}})");
        return send("GET", name_ == "memberpulse" ? "/api/members" : "/members");
    }
    json::array members() {
        auto const body = json::parse(list().body);
        if (auto const* const bare = body.if_array()) return *bare;
        if (name_ == "memberstack-tables") return body.at("data").at("records").as_array();
        return body.at(name_ == "memberstack" ? "data" : "members").as_array();
    }

private:
    static settings with(std::size_t quota) {
        settings s;
        s.requests_per_second = 0;
        s.quota = quota;
        return s;
    }
    std::string name_;
    gateway gateway_;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_second_holds_25_requests_of_memberstack_and_10_where_none_are_documented) {
    BOOST_TEST(find_kind("memberstack")->requests_per_second == 25U);
    BOOST_TEST(find_kind("memberstack-v1")->requests_per_second == 10U);
    BOOST_TEST(find_kind("publisher")->requests_per_second == 10U);
    BOOST_TEST(find_kind("memberpulse")->requests_per_second == 0U); // its limit is by the hour
    BOOST_TEST(find_kind("memberstack-tables")->requests_per_second == 25U);
    BOOST_TEST(find_kind("nosuch") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_page_for_which_no_size_is_asked_holds_50_or_100_or_25_or_20) {
    BOOST_TEST(client("memberstack").members().size() == 50U);
    BOOST_TEST(client("memberstack-v1").members().size() == 50U);
    BOOST_TEST(client("publisher").members().size() == 100U);
    BOOST_TEST(client("memberpulse").members().size() == 25U);
    BOOST_TEST(client("memberstack-tables").members().size() == 20U);
}

BOOST_AUTO_TEST_CASE(a_list_begins_with_the_oldest) {
    for (std::string const name : {"memberstack", "memberstack-v1", "memberpulse", "memberstack-tables"}) {
        std::vector<core::wall_time> made;
        for (auto const& each : client(name).members())
            made.push_back(core::parse_iso8601(each.at("createdAt").as_string()).value());
        BOOST_TEST(std::is_sorted(made.begin(), made.end()), name);
        BOOST_TEST((made.front() < made.back()), name);
    }
    // Publisher's tell no date: whoever is made stands behind all others.
    client publisher("publisher");
    publisher.send("POST", "/publisher.v1/member/bulk-upsert",
                   R"({"member_base_id":"mb_sandbox","members":[{"ref":"the-last"}]})");
    auto const last =
        publisher.send("POST", "/publisher.v1/member/list",
                       R"({"member_base_id":"mb_sandbox","pagination":{"limit":1,"offset":1000}})");
    BOOST_TEST(json::parse(last.body).at(0).at("ref") == json::value("the-last"));
}

BOOST_AUTO_TEST_CASE(only_a_record_of_memberpulse_or_of_a_table_tells_when_it_was_changed) {
    for (std::string const name :
         {"memberstack", "memberstack-v1", "publisher", "memberpulse", "memberstack-tables"}) {
        bool const tells = name == "memberpulse" || name == "memberstack-tables";
        for (auto const& each : client(name).members())
            BOOST_TEST(each.as_object().contains("updatedAt") == tells, name);
    }
}

BOOST_AUTO_TEST_CASE(a_request_over_the_limit_costs_no_quota_and_one_that_is_refused_otherwise_does) {
    for (std::string const name :
         {"memberstack", "memberstack-v1", "publisher", "memberpulse", "memberstack-tables"}) {
        client c(name, 2);
        BOOST_TEST(c.send("POST", "/no/such/call").status >= 400U);
        BOOST_TEST(c.list().status == 200U, name);
        for (int i = 0; i < 3; ++i) BOOST_TEST(c.list().status == 429U, name);
        BOOST_TEST(c.list().retry_after.empty(), name);
        auto const ledger = json::parse(c.send("GET", "/__ledger").body);
        BOOST_TEST(ledger.at("maxInHour") == json::value(2), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::sandbox
