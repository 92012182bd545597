#include "sandbox/gateway.hpp"
#include "sandbox/memberstack_tables/fields.hpp"
#include "sandbox/memberstack_tables/platform.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

namespace muster::sandbox::memberstack_tables {

BOOST_AUTO_TEST_SUITE(memberstack_tables_api)

namespace {

namespace json = boost::json;

constexpr auto records = "/v2/data-tables/products/records";

/// The fake table behind a gateway without limits, and a client of it.
class desk {
public:
    explicit desk(std::uint64_t size = 250, settings s = unlimited())
        : gateway_(std::move(s), [size](ledger& effects) {
              return std::make_unique<platform>(population{size, 1}, 100, effects);
          }) {}

    static settings unlimited() {
        settings s;
        s.requests_per_second = 0;
        return s;
    }
    reply send(std::string method, std::string target, std::string body = {},
               std::string key = "sk_sb_test") {
        return gateway_.answer(request{std::move(method), std::move(target), std::move(key), std::move(body)},
                               core::instant(std::chrono::seconds(1000)),
                               core::wall_time(std::chrono::seconds(1'767'225'600))); // 2026-01-01
    }
    reply query(std::string const& what) {
        return send("POST", std::string(records) + "/query", R"({"query":)" + what + "}");
    }
    json::value many(std::string const& what) {
        return json::parse(query(R"({"findMany":)" + what + "}").body).at("data");
    }
    reply create(std::string const& data) { return send("POST", records, R"({"data":)" + data + "}"); }
    std::string effects() {
        return json::serialize(json::parse(send("GET", "/__ledger").body).at("members"));
    }
    std::string first_id() { return id_of(many(R"({"take":1})").at("records").at(0)); }
    static std::string id_of(json::value const& record) { return std::string(record.at("id").as_string()); }

private:
    gateway gateway_;
};

/// `status code: message` of an error.
std::string said(reply const& r) {
    auto const body = json::parse(r.body);
    return std::to_string(r.status) + " " + std::string(body.at("code").as_string()) + ": "
           + std::string(body.at("message").as_string());
}

} // namespace

BOOST_AUTO_TEST_CASE(its_records_are_as_the_table_says_and_the_same_again) {
    std::set<std::string> skus;
    std::uint64_t order = 0;
    std::size_t in_stock = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        auto const record = make_record({2000, 7}, i);
        BOOST_TEST(record == make_record({2000, 7}, i));
        auto const& data = record.at("data").as_object();
        auto const wrong = objection_to(data, true);
        BOOST_TEST(!wrong, wrong.value_or(""));
        BOOST_TEST(skus.insert(std::string(data.at("sku").as_string())).second);
        BOOST_TEST(record.at("internalOrder").to_number<std::uint64_t>() > order);
        order = record.at("internalOrder").to_number<std::uint64_t>();
        if (data.contains("inStock") && data.at("inStock") == json::value(true)) ++in_stock;
    }
    BOOST_TEST(in_stock > 1200U);
    BOOST_TEST(in_stock < 1500U);
}

BOOST_AUTO_TEST_CASE(pages_go_on_behind_the_order_of_the_last_record) {
    desk d;
    std::set<std::string> met;
    std::string after;
    for (int page = 0; page < 3; ++page) {
        auto const read = d.many(R"({"orderBy":{"createdAt":"asc"},"take":100)" + after + "}");
        auto const& list = read.at("records").as_array();
        BOOST_TEST(list.size() == (page < 2 ? 100U : 50U));
        for (auto const& each : list) met.insert(desk::id_of(each));
        auto const& pagination = read.at("pagination");
        BOOST_TEST(pagination.at("hasMore") == json::value(page < 2));
        BOOST_TEST(pagination.at("endCursor") == list.back().at("internalOrder"));
        after = R"(,"after":)" + json::serialize(pagination.at("endCursor"));
    }
    BOOST_TEST(met.size() == 250U);
    auto const newest = d.many(R"({"orderBy":{"createdAt":"desc"},"take":1})");
    BOOST_TEST(desk::id_of(newest.at("records").at(0)) == record_id(1, 249));
    BOOST_TEST(d.many(R"({"_count":true})").at("_count") == json::value(250));
}

BOOST_AUTO_TEST_CASE(a_query_that_it_does_not_know_is_refused) {
    desk d;
    for (auto const* const take : {"0", "101", "-1", "\"5\""})
        BOOST_TEST(said(d.query(R"({"findMany":{"take":)" + std::string(take) + "}}"))
                   == "400 validation-error: take must be between 1 and 100");
    for (auto const* const what :
         {R"({"findMany":{"skip":5}})", R"({"findMany":{"include":{"owner":true}}})",
          R"({"findMany":{"where":{"price":{"lt":5}}}})", R"({"findMany":{"where":{"id":"rec_1"}}})",
          R"({"findMany":{"orderBy":{"name":"asc"}}})", R"({"findMany":{"after":"x"}})", R"({"findAll":{}})",
          R"({"findUnique":{"where":{"sku":"a"}}})", "{}", "[]"})
        BOOST_TEST(d.query(what).status == 400U, what);
}

BOOST_AUTO_TEST_CASE(a_record_is_found_by_its_id_and_by_what_its_fields_hold) {
    desk d;
    auto const id = d.first_id();
    auto const one = d.query(R"({"findUnique":{"where":{"id":")" + id + R"("}}})");
    auto const record = json::parse(one.body).at("data").at("record");
    BOOST_TEST(desk::id_of(record) == id);
    BOOST_TEST(!record.as_object().contains("tableKey"));
    BOOST_TEST(said(d.query(R"({"findUnique":{"where":{"id":"rec_no"}}})"))
               == "404 record-not-found: Record not found");
    auto const sku = json::serialize(record.at("data").at("sku"));
    for (auto const& where : {R"({"sku":)" + sku + "}", R"({"sku":{"equals":)" + sku + "}}"}) {
        auto const found = d.many(R"({"take":2,"where":)" + where + "}");
        BOOST_REQUIRE_EQUAL(found.at("records").as_array().size(), 1U);
        BOOST_TEST(desk::id_of(found.at("records").at(0)) == id);
    }
    BOOST_TEST(d.many(R"({"where":{"sku":"no"}})").at("records").as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_record_is_made_with_defaults_and_stands_last) {
    desk d(3);
    auto const made = d.create(R"({"sku":"A \"1\", ü","name":"Tea","price":12.5,"releasedAt":"2026-01-31"})");
    BOOST_TEST(made.status == 200U);
    auto const record = json::parse(made.body).at("data");
    BOOST_TEST(record.at("tableKey") == json::value("products"));
    auto const& data = record.at("data");
    BOOST_TEST(data.at("status") == json::value("active"));
    BOOST_TEST(data.at("inStock") == json::value(true));
    BOOST_TEST(data.at("stock") == json::value(0));
    BOOST_TEST(data.at("price") == json::value(12.5));
    BOOST_TEST(data.at("releasedAt") == json::value("2026-01-31T00:00:00.000Z"));
    auto const listed = d.many("{}").at("records").as_array();
    BOOST_TEST(desk::id_of(listed.back()) == desk::id_of(record));
    BOOST_TEST(d.effects() == "{\"" + desk::id_of(record) + R"(":{"create":1}})");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_the_table_is_refused) {
    desk d(3);
    auto const refused = [&](std::string const& data) { return said(d.create(data)); };
    BOOST_TEST(refused("{}") == "400 validation-error: data cannot be empty");
    BOOST_TEST(refused("[]") == "400 validation-error: data must be an object");
    BOOST_TEST(refused(R"({"name":"Tea"})") == "400 validation-error: sku is required");
    BOOST_TEST(refused(R"({"sku":null,"name":"Tea"})") == "400 validation-error: sku is required");
    BOOST_TEST(refused(R"({"sku":"x","name":"Tea","colour":"red"})")
               == "400 validation-error: Unknown field: colour");
    for (auto const* const bad :
         {R"("price":"12")", R"("stock":1.5)", R"("inStock":"yes")", R"("releasedAt":"soon")",
          R"("contact":"nobody")", R"("homepage":"x")", R"("successor":7)", R"("related":"rec_1")",
          R"("related":[1])", R"("name":7)"})
        BOOST_TEST(refused(R"({"sku":"x","name":"Tea",)" + std::string(bad) + "}")
                       .starts_with("400 validation-error: "),
                   bad);
    BOOST_TEST(refused(R"({"sku":"x","name":"Tea","status":")" + std::string(256, 'x') + "\"}")
               == "400 validation-error: status must be 255 characters at most");
    BOOST_TEST(d.effects() == "{}");
}

BOOST_AUTO_TEST_CASE(no_two_records_have_the_same_sku) {
    desk d(3);
    BOOST_TEST(d.create(R"({"sku":"x","name":"Tea"})").status == 200U);
    BOOST_TEST(said(d.create(R"({"sku":"x","name":"Tea"})")) == "400 unique-constraint: sku must be unique");
    auto const one = std::string(records) + "/" + d.first_id();
    BOOST_TEST(said(d.send("PUT", one, R"({"data":{"sku":"x"}})"))
               == "400 unique-constraint: sku must be unique");
    BOOST_TEST(d.send("PUT", one, R"({"data":{"sku":"y"}})").status == 200U);
    BOOST_TEST(d.send("PUT", one, R"({"data":{"sku":"y"}})").status == 200U); // its own
}

BOOST_AUTO_TEST_CASE(an_update_is_of_what_it_names) {
    desk d(3);
    auto const id = d.first_id();
    auto const before = json::parse(d.send("GET", "/__members/" + id).body);
    auto const target = std::string(records) + "/" + id;
    auto const shown =
        json::parse(d.send("PUT", target, R"({"data":{"status":"archived","price":null}})").body).at("data");
    auto expected = before;
    expected.at("data").as_object()["status"] = "archived";
    expected.at("data").as_object()["price"] = nullptr;
    BOOST_TEST(shown.at("data") == expected.at("data"));
    BOOST_TEST(shown.at("createdAt") == before.at("createdAt"));
    BOOST_TEST(shown.at("updatedAt") == json::value("2026-01-01T00:00:00.000Z"));
    BOOST_TEST(said(d.send("PUT", target, R"({"data":{}})")) == "400 validation-error: data cannot be empty");
    BOOST_TEST(said(d.send("PUT", std::string(records) + "/rec_no", R"({"data":{"name":"x"}})"))
               == "404 data-record-not-found: Data record not found");
    BOOST_TEST(d.effects() == "{\"" + id + R"(":{"update":1}})");
}

BOOST_AUTO_TEST_CASE(a_record_is_deleted_for_good) {
    desk d(3);
    auto const id = d.first_id();
    auto const target = std::string(records) + "/" + id;
    BOOST_TEST(desk::id_of(json::parse(d.send("DELETE", target).body).at("data")) == id);
    BOOST_TEST(said(d.send("DELETE", target)) == "404 data-record-not-found: Data record not found");
    BOOST_TEST(d.first_id() != id);
    BOOST_TEST(d.effects() == "{\"" + id + R"(":{"delete":1}})");
}

BOOST_AUTO_TEST_CASE(a_table_is_known_by_its_key_and_its_id) {
    desk d(3);
    for (auto const* const name : {"products", "tbl_sb_products"}) {
        auto const table = json::parse(d.send("GET", "/v2/data-tables/" + std::string(name)).body).at("data");
        BOOST_TEST(table.at("fields").at(0).at("key") == json::value("sku"));
        BOOST_TEST(table.at("fields").at(0).at("type") == json::value("TEXT_UNIQUE"));
    }
    auto const all = json::parse(d.send("GET", "/v2/data-tables").body).at("data");
    BOOST_TEST(all.at("tables").at(0).at("id") == json::value("tbl_sb_products"));
    for (auto const& [method, target] : {std::pair{"GET", "/v2/data-tables/other"},
                                         {"POST", "/v2/data-tables/other/records"},
                                         {"POST", "/v2/data-tables/other/records/query"},
                                         {"DELETE", "/v2/data-tables/other/records/rec_1"}})
        BOOST_TEST(said(d.send(method, target)) == "404 data-table-not-found: Data table not found");
    BOOST_TEST(said(d.send("GET", records)) == "404 not-found: There is no such route.");
    BOOST_TEST(d.send("POST", "/v1/data-tables").status == 404U);
    BOOST_TEST(d.send("POST", records, "{}", "sk_live_1").status == 401U);
}

BOOST_AUTO_TEST_CASE(faults_of_a_list_show_in_its_pages_alone) {
    auto const with = [](fault_kind kind) {
        fault_rule rule;
        rule.what.kind = kind;
        rule.what.after_effect = true; // as of all that spoil a page
        auto s = desk::unlimited();
        s.faults = fault_plan(1, {rule});
        return desk(10, std::move(s));
    };
    auto const fault = [&](fault_kind kind) {
        desk d = with(kind);
        return d.many(R"({"take":3,"after":10001})");
    };
    BOOST_TEST(fault(fault_kind::shrink_page).at("records").as_array().size() == 1U);
    BOOST_TEST(fault(fault_kind::stuck_cursor).at("pagination").at("endCursor") == json::value(10'001));
    BOOST_TEST(fault(fault_kind::rewind_cursor).at("pagination").at("endCursor") == json::value(0));
    auto const twice = fault(fault_kind::repeat_member).at("records").as_array();
    BOOST_REQUIRE_EQUAL(twice.size(), 4U);
    BOOST_TEST(twice.front() == twice.back());
    auto const nameless = fault(fault_kind::no_id).at("records").as_array();
    BOOST_TEST(!nameless.front().as_object().contains("id"));
    BOOST_TEST(nameless.back().as_object().contains("id"));
    auto d = with(fault_kind::repeat_member);
    BOOST_TEST(d.many(R"({"where":{"name":"Tea"},"take":1})").at("records").as_array().size() <= 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::sandbox::memberstack_tables
