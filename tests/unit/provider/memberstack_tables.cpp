#include "memberstack_tables_support.hpp"
#include "provider/memberstack_tables/records.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_tables {

BOOST_AUTO_TEST_SUITE(provider_memberstack_tables)

namespace {

namespace json = boost::json;

using muster::provider::tests::is;
using muster::provider::tests::reply;
using muster::provider::tests::sole;
using muster::provider::tests::unit_of;
using tests::creation;
using tests::line_of;
using tests::update;
using tests::with_unique;
using tests::without_unique;

struct page_read {
    explicit page_read(std::string body)
        : result(with_unique().read_page({}, reply(200, std::move(body)), memory)) {}
    json::monotonic_resource memory;
    std::variant<page, page_fault, core::verdict> result;
    [[nodiscard]] page const& it() const { return std::get<page>(result); }
    [[nodiscard]] std::string fault() const {
        auto const* const f = std::get_if<page_fault>(&result);
        return f != nullptr ? f->message : std::string();
    }
};

std::string page_body(std::string const& pagination, std::string const& records = R"({"id":"rec_1"})") {
    return R"({"data":{"records":[)" + records + R"(],"pagination":)" + pagination + "}}";
}

struct found {
    found(platform const& p, core::change const& sought, http::reply const& r)
        : result(p.read_found(unit_of(sought, "A-1"), r, memory)) {}
    json::monotonic_resource memory;
    std::variant<std::vector<found_member>, core::verdict> result;
    [[nodiscard]] std::string id() const {
        auto const* const all = std::get_if<std::vector<found_member>>(&result);
        if (all == nullptr) return "?";
        return all->front() ? std::string(all->front()->id) : "nobody";
    }
    template <class Kind>
    [[nodiscard]] bool says() const {
        auto const* const v = std::get_if<core::verdict>(&result);
        return v != nullptr && is<Kind>(*v);
    }
};

std::string with_sku(std::string const& sku, std::string const& id = "rec_1") {
    return R"({"id":")" + id + R"(","data":{"sku":")" + sku + R"("}})";
}

core::verdict judged(platform const& p, core::change const& c, unsigned status, std::string body = {}) {
    return sole(p.judge(unit_of(c, "rec_1"), reply(status, std::move(body))));
}

} // namespace

BOOST_AUTO_TEST_CASE(its_profile_is_that_of_the_account) {
    auto const platform = with_unique();
    auto const& about = platform.about();
    BOOST_TEST(about.base_url == "https://admin.memberstack.com");
    BOOST_TEST(about.key_header == "X-API-KEY");
    BOOST_TEST(requests_per_second(about) == 25);
    BOOST_TEST(about.page_size == 100U);
    BOOST_TEST(about.can.newest_first);
    BOOST_TEST(!about.can.list_shifts);
    BOOST_TEST(about.vocabulary.reference == "data.sku");
    BOOST_TEST(!platform.is_live("sk_sb_1", about.base_url));
    BOOST_TEST(platform.is_live("sk_1", about.base_url));
    BOOST_TEST(platform.objection_to_key("pk_1").has_value());
}

BOOST_AUTO_TEST_CASE(each_change_has_its_request) {
    auto const p = with_unique();
    BOOST_TEST(line_of(p.perform(unit_of(update(R"({"data":{"status":"archived"}})"), "rec/1")))
               == R"(PUT /v2/data-tables/products/records/rec%2F1 {"data":{"status":"archived"}})");
    BOOST_TEST(line_of(p.perform(unit_of(core::delete_member{}, "rec_1")))
               == "DELETE /v2/data-tables/products/records/rec_1");
    BOOST_TEST(line_of(p.perform(unit_of(creation(), "A-1")))
               == R"(POST /v2/data-tables/products/records {"data":{"sku":"A-1"}})");
    BOOST_TEST(
        line_of(p.get("rec_1"))
        == R"(POST /v2/data-tables/products/records/query {"query":{"findUnique":{"where":{"id":"rec_1"}}}})");
    BOOST_TEST(!p.needs_current(update(R"({"data":{"a":1}})")));
}

BOOST_AUTO_TEST_CASE(the_list_is_asked_for_by_age_and_no_more_than_it_gives) {
    auto const p = with_unique();
    list_query q;
    q.limit = 500;
    BOOST_TEST(p.list(q).body == R"({"query":{"findMany":{"orderBy":{"createdAt":"asc"},"take":100}}})");
    q.limit = 7;
    q.newest_first = true;
    q.after = "12345";
    BOOST_TEST(p.list(q).body
               == R"({"query":{"findMany":{"orderBy":{"createdAt":"desc"},"take":7,"after":12345}}})");
}

BOOST_AUTO_TEST_CASE(a_cursor_goes_back_as_it_came) {
    for (std::string const written :
         {"12345", "18446744073709551615", "-1", R"("12345")", R"("a \"b\" ü\n")"}) {
        page_read const read(page_body(R"({"hasMore":true,"limit":1,"endCursor":)" + written + "}"));
        BOOST_TEST(read.it().more);
        list_query q;
        q.limit = 1;
        q.after = read.it().next;
        auto const sent = json::parse(with_unique().list(q).body);
        BOOST_TEST(sent.at_pointer("/query/findMany/after") == json::parse(written));
    }
}

BOOST_AUTO_TEST_CASE(a_page_that_leads_nowhere_is_none) {
    for (auto const* const written : {"null", "1.5", "true", R"("")", "{}", "[1]"})
        BOOST_TEST(
            page_read(page_body(std::string(R"({"hasMore":true,"endCursor":)") + written + "}")).fault()
            == "the page has no usable `pagination.endCursor`");
    BOOST_TEST(page_read(page_body(R"({"hasMore":true})")).fault() != "");
    BOOST_TEST(page_read(page_body(R"({"endCursor":1})")).fault()
               == "the page does not say whether it is the last (`pagination.hasMore`)");
    BOOST_TEST(page_read(page_body("null")).fault() != "");
    BOOST_TEST(page_read(page_body(R"({"hasMore":false})", R"({"id":""})")).fault()
               == "record 1 of the page has no id");
    BOOST_TEST(page_read(R"({"data":{}})").fault() == "the page holds no list of records (`data.records`)");
    BOOST_TEST(page_read(R"({"data":[]})").fault() != "");
}

BOOST_AUTO_TEST_CASE(the_last_page_needs_no_cursor) {
    page_read const last(page_body(R"({"hasMore":false,"endCursor":null})", with_sku("A-1")));
    BOOST_TEST(!last.it().more);
    BOOST_REQUIRE_EQUAL(last.it().members.size(), 1U);
    BOOST_TEST(last.it().members.front().id == "rec_1");
    BOOST_TEST(last.it().members.front().email == "");
    BOOST_TEST(reference_of(with_unique().about(), last.it().members.front()) == "A-1");
    BOOST_TEST(page_read(page_body(R"({"hasMore":false})", "")).it().members.empty());
}

BOOST_AUTO_TEST_CASE(a_record_is_found_by_its_id) {
    auto const p = with_unique();
    auto const sought = core::delete_member{};
    BOOST_TEST(line_of(p.look_up(unit_of(sought, "rec_1"))) == line_of(p.get("rec_1")));
    BOOST_TEST(found(p, sought, reply(200, R"({"data":{"record":{"id":"rec_1","data":{}}}})")).id()
               == "rec_1");
    BOOST_TEST(found(p, sought, reply(404, R"({"code":"x","message":"Record not found"})")).id() == "nobody");
    BOOST_TEST(found(p, sought, reply(200, R"({"data":{"record":null}})")).id() == "nobody");
    BOOST_TEST(found(p, sought, reply(200, R"({"data":null})")).id() == "nobody");
    BOOST_TEST(found(p, sought, reply(404, R"({"code":"x","message":"Data table not found"})"))
                   .says<core::refused>());
    for (auto const* const nonsense : {"{}", R"({"data":{}})", R"({"data":{"record":{}}})", "[]", "7"})
        BOOST_TEST(found(p, sought, reply(200, nonsense)).says<core::transient>(), nonsense);
}

BOOST_AUTO_TEST_CASE(one_that_is_made_is_found_by_its_unique_field) {
    auto const p = with_unique();
    BOOST_TEST(
        line_of(p.look_up(unit_of(creation(), "A \"1\"")))
        == R"(POST /v2/data-tables/products/records/query {"query":{"findMany":{"where":{"sku":{"equals":"A \"1\""}},"take":2}}})");
    auto const one = [&](std::string const& records) {
        return found(p, creation(), reply(200, page_body(R"({"hasMore":false})", records))).id();
    };
    BOOST_TEST(one(with_sku("A-1")) == "rec_1");
    BOOST_TEST(one("") == "nobody");
    BOOST_TEST(one(with_sku("a-1")) == "nobody"); // a platform that compares without case
    BOOST_TEST(one(with_sku("a-1") + "," + with_sku("A-1", "rec_2")) == "rec_2");
    auto const other = [&](std::string const& records) {
        return found(p, creation(), reply(200, page_body(R"({"hasMore":true,"endCursor":1})", records)));
    };
    BOOST_TEST(other(with_sku("B-1")).says<core::transient>()); // `where` is ignored
    BOOST_TEST(other(R"({"id":"rec_1"})").says<core::transient>());
    BOOST_TEST(other(with_sku("A-1") + "," + with_sku("A-1", "rec_2")).says<core::rejected>());
}

BOOST_AUTO_TEST_CASE(what_a_change_is_answered_with) {
    auto const p = with_unique();
    auto const change = update(R"({"data":{"a":1}})");
    auto const shown = R"({"data":{"id":"rec_9","tableKey":"products","data":{"a":1}}})";
    BOOST_TEST(is<core::done>(judged(p, change, 200, shown)));
    auto const created = judged(p, creation(), 201, shown);
    BOOST_REQUIRE(is<core::done>(created));
    BOOST_TEST(std::get<core::done>(created).id == "rec_9");
    for (auto const* const body : {"", "{}", R"({"data":{}})", R"({"data":null})"}) {
        BOOST_TEST(is<core::transient>(judged(p, change, 200, body)), body);
        BOOST_TEST(is<core::transient>(judged(p, creation(), 200, body)), body);
        BOOST_TEST(is<core::done>(judged(p, core::delete_member{}, 200, body)), body);
    }
    auto const missing = R"({"code":"x","message":"Data record not found"})";
    BOOST_TEST(is<core::gone>(judged(p, change, 404, missing)));
    BOOST_TEST(is<core::gone>(judged(p, core::delete_member{}, 404, missing)));
    BOOST_TEST(is<core::rejected>(judged(p, creation(), 404, missing)));
}

BOOST_AUTO_TEST_CASE(an_error_inside_a_success_is_looked_into_where_a_look_can_tell) {
    auto const body = R"({"error":{"code":"x","message":"y"}})";
    auto const with = judged(with_unique(), creation(), 200, body);
    BOOST_REQUIRE(is<core::rejected>(with));
    BOOST_TEST((std::get<core::rejected>(with).how == core::rejected::certainty::perhaps_done));
    BOOST_TEST(is<core::transient>(judged(without_unique(), creation(), 200, body)));
    BOOST_TEST(is<core::rejected>(judged(without_unique(), update(R"({"data":{"a":1}})"), 200, body)));
}

BOOST_AUTO_TEST_CASE(a_record_in_doubt_is_read_back_if_it_can_be_found) {
    BOOST_TEST((with_unique().in_doubt(creation()) == doubt::read_back));
    BOOST_TEST((without_unique().in_doubt(creation()) == doubt::give_up));
    for (core::change const& c : {update(R"({"data":{"a":1}})"), core::change(core::delete_member{})})
        BOOST_TEST((without_unique().in_doubt(c) == doubt::read_back));
}

BOOST_AUTO_TEST_CASE(a_change_is_tested_for_and_leaves_what_was_there) {
    auto const p = with_unique();
    auto const document = tests::object(R"({"id":"rec_1","data":{"status":"active","price":2}})");
    core::member m;
    m.id = "rec_1";
    m.document = &document;
    BOOST_TEST((p.test(update(R"({"data":{"status":"active"}})"), m) == effect::present));
    BOOST_TEST((p.test(update(R"({"data":{"status":"active","price":3}})"), m) == effect::absent));
    BOOST_TEST((p.test(creation(), m) == effect::present));
    BOOST_TEST(json::serialize(p.before_image(update(R"({"data":{"status":"x","tag":"y"}})"), m))
               == R"({"data":{"status":"active","tag":null}})");
    BOOST_TEST(p.before_image(core::delete_member{}, m) == document);
    BOOST_TEST(p.before_image(creation(), m).empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_of_a_table_is_objected_to) {
    auto const p = with_unique();
    auto const to = [&](core::change const& c) { return p.objection(c).value_or(""); };
    BOOST_TEST(to(update(R"({"data":{"a":null}})")) == "");
    BOOST_TEST(to(creation()) == "");
    BOOST_TEST(to(core::delete_member{}) == "");
    BOOST_TEST(to(update("{}")) == R"(an update must be given as {"data": {...}})");
    BOOST_TEST(to(update(R"({"data":[1]})")) == R"(an update must be given as {"data": {...}})");
    BOOST_TEST(to(update(R"({"data":{}})")) == "an update names no field");
    BOOST_TEST(to(update(R"({"data":{"a":1},"b":2})"))
               == R"(the fields of an update stand under "data", and "b" stands beside it)");
    BOOST_TEST(to(creation(R"({"sku":"A-1"})"))
               == R"(the fields of a record stand under "data", and "sku" stands beside it)");
    BOOST_TEST(to(creation(R"({"data":{"sku":7}})"))
               == R"(its "sku", by which the platform knows it, is no text)");
    BOOST_TEST(to(core::add_plan{"pln_a"}) == R"(Data Tables have no "addPlan")");
    BOOST_TEST(without_unique().objection(creation(R"({"data":{"name":7}})")).value_or("") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_tables
