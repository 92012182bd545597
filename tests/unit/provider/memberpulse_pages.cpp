#include "memberpulse_support.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberpulse {

BOOST_AUTO_TEST_SUITE(provider_memberpulse_pages)

namespace {

namespace json = boost::json;

using muster::provider::tests::reply;
using tests::made;

/// A page, with the memory that it lives in.
struct read {
    explicit read(std::string body, cursor after = {}, std::string_view block = "{}", std::size_t limit = 100)
        : result(made(block).read_page({std::move(after), limit, {}, false}, reply(200, std::move(body)),
                                       memory)) {}
    json::monotonic_resource memory;
    std::variant<page, page_fault, core::verdict> result;
    page const& good() const {
        if (auto const* const f = std::get_if<page_fault>(&result)) BOOST_FAIL(f->message);
        return std::get<page>(result);
    }
    std::string fault() const { return std::get<page_fault>(result).message; }
};

/// Records with the ids from, from + 1, ... as a JSON array.
std::string records(int from, int count) {
    json::array all;
    for (int i = 0; i < count; ++i) all.push_back(json::object{{"id", "m-" + std::to_string(from + i)}});
    return json::serialize(all);
}

std::string with_total(std::string const& array, int total) {
    return R"({"member":)" + array + R"(,"totalItems":)" + std::to_string(total) + "}";
}

} // namespace

BOOST_AUTO_TEST_CASE(a_page_is_asked_for_by_number_and_size) {
    BOOST_TEST(made().list({"", 25, {}, false}).target == "/members?page=1&itemsPerPage=25");
    BOOST_TEST(made().list({"7:m-1", 100, {}, false}).target == "/members?page=7&itemsPerPage=100");
    BOOST_TEST(made(R"({"resource": "events"})").list({"", 100, {}, false}).target
               == "/events?page=1&itemsPerPage=100");
}

BOOST_AUTO_TEST_CASE(filters_are_passed_on_percent_encoded) {
    auto const p = made(R"({"query": {"createdAt[after]": "2024-01-01", "email": "ann+x@example.com"}})");
    BOOST_TEST(
        p.list({"2:m-1", 10, {}, false}).target
        == "/members?page=2&itemsPerPage=10&createdAt%5Bafter%5D=2024-01-01&email=ann%2Bx%40example.com");
}

BOOST_AUTO_TEST_CASE(a_list_has_one_of_four_shapes) {
    std::string const array = R"([{"id":"m-1","email":"a@b","x":{"y":1}},{"id":"m-2","email":null}])";
    for (auto const& body :
         {array, R"({"member":)" + array + R"(,"totalItems":9})",
          R"({"@type":"hydra:Collection","hydra:member":)" + array + R"(,"hydra:totalItems":9})",
          R"({"data":)" + array + "}"}) {
        read const r(body);
        BOOST_REQUIRE_EQUAL(r.good().members.size(), 2U);
        BOOST_TEST(r.good().members[0].id == "m-1");
        BOOST_TEST(r.good().members[0].email == "a@b");
        BOOST_TEST(r.good().members[0].document->at("x").at("y") == json::value(1));
        BOOST_TEST(r.good().members[1].email == "");
        bool const told = body.find("otalItems") != std::string::npos;
        BOOST_TEST(r.good().total_count.value_or(0) == (told ? 9U : 0U));
    }
}

BOOST_AUTO_TEST_CASE(an_id_may_be_a_number_and_is_text_as_long_as_the_page) {
    read const r(R"([{"id":17},{"id":18446744073709551615},{"id":-3},{"id":"0191-a"}])");
    auto const& all = r.good().members;
    BOOST_TEST(all[0].id == "17");
    BOOST_TEST(all[1].id == "18446744073709551615");
    BOOST_TEST(all[2].id == "-3");
    BOOST_TEST(all[3].id == "0191-a");
}

BOOST_AUTO_TEST_CASE(a_record_without_an_id_makes_the_page_unusable) {
    for (std::string const bad :
         {"{}", R"({"id":""})", R"({"id":null})", R"({"id":1.5})", R"({"id":[1]})", "null", "7", "[]"}) {
        BOOST_TEST(read(R"([{"id":"m-1"},)" + bad + "]").fault() == "record 2 of the page has no id");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_a_page_fault) {
    for (auto const* const body : {"", "null", "7", "{}", R"({"member":null})", R"({"data":{}})",
                                   R"({"id":"m-1","data":[]})", R"({"data":[],)"})
        BOOST_TEST(read(body).fault() != "");
}

BOOST_AUTO_TEST_CASE(a_short_page_need_not_be_the_last) {
    // The platform may give fewer than asked for: only an empty page ends a list of which no total is told.
    read const first(records(1, 30));
    BOOST_TEST(first.good().more);
    BOOST_TEST(first.good().next == "2:m-1");
    read const second(records(31, 7), "2:m-1");
    BOOST_TEST(second.good().more);
    BOOST_TEST(second.good().next == "3:m-31");
    read const third("[]", "3:m-31");
    BOOST_TEST(!third.good().more);
    BOOST_TEST(!read("[]").good().more);
}

BOOST_AUTO_TEST_CASE(a_told_total_ends_a_list_that_it_completes) {
    BOOST_TEST(!read(with_total(records(1, 7), 7)).good().more);
    BOOST_TEST(!read(with_total(records(31, 30), 60), "2:m-1").good().more);
    BOOST_TEST(read(with_total(records(1, 30), 60)).good().more);
    BOOST_TEST(read(with_total(records(61, 7), 67), "3:m-31").good().more); // an empty page tells
    BOOST_TEST(!read(with_total("[]", 67), "4:m-61").good().more);
}

BOOST_AUTO_TEST_CASE(a_total_that_cannot_be_right_ends_nothing) {
    BOOST_TEST(read(with_total(records(31, 30), 10), "2:m-1").good().more);
    BOOST_TEST(read(with_total(records(1, 30), 0)).good().more);
    BOOST_TEST(read(R"({"member":[{"id":1}],"totalItems":-1})").good().more);
    BOOST_TEST(read(with_total("[]", 60)).fault().find("first page is empty") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_platform_that_takes_no_notice_of_the_page_is_found_out) {
    BOOST_TEST(read(records(1, 30), "2:m-1").fault().find("no notice of `page`") != std::string::npos);
    BOOST_TEST(read(records(2, 30), "2:m-1").good().more);
    BOOST_TEST(read(records(1, 1), "2:m-1").good().more); // pages of one may shift by one
    std::string const long_id(1000, 'x');
    read const first(R"([{"id":")" + long_id + R"("},{"id":"b"}])");
    BOOST_TEST(first.good().next.size() < 300U);
    BOOST_TEST(read(R"([{"id":")" + long_id + R"("},{"id":"b"}])", first.good().next).fault() != "");
}

BOOST_AUTO_TEST_CASE(a_platform_that_takes_no_notice_of_a_filter_is_found_out) {
    auto const ignored = [](std::string_view query, std::string record) {
        read const r(R"([{"id":"m-0"},)" + record + "]", "",
                     std::string(R"({"query": )") + std::string(query) + "}");
        auto const* const v = std::get_if<core::verdict>(&r.result);
        if (v == nullptr) return false;
        BOOST_TEST(std::get<core::rejected>(*v).code == "filter-ignored");
        return true;
    };
    BOOST_TEST(ignored(R"({"email": "ann@x"})", R"({"id":"m-1","email":"bob@x"})"));
    BOOST_TEST(!ignored(R"({"email": "ann@x"})", R"({"id":"m-1","email":"Ann@X"})"));
    BOOST_TEST(!ignored(R"({"email": "ann"})", R"({"id":"m-1","email":"joann@x"})")); // a part is enough
    BOOST_TEST(ignored(R"({"status": "published"})", R"({"id":"m-1","status":"draft"})"));
    BOOST_TEST(!ignored(R"({"status": "published"})", R"({"id":"m-1","status":7})"));
    std::string const since = R"({"createdAt[after]": "2024-01-10"})";
    BOOST_TEST(ignored(since, R"({"id":"m-1","createdAt":"2024-01-08T23:00:00Z"})"));
    BOOST_TEST(!ignored(since, R"({"id":"m-1","createdAt":"2024-01-10T00:00:00Z"})")); // inclusive, perhaps
    BOOST_TEST(!ignored(since, R"({"id":"m-1","createdAt":"2024-01-09T12:00:00Z"})")); // another time zone
    BOOST_TEST(!ignored(since, R"({"id":"m-1","createdAt":"yesterday"})"));
    BOOST_TEST(ignored(R"({"createdAt[before]": "2024-01-10"})", R"({"id":"m-1","createdAt":"2024-02-01"})"));
    BOOST_TEST(!ignored(R"({"order[email]": "asc"})", R"({"id":"m-1","email":"z@x"})"));
    // Later pages are not held against it: a record may have been changed since.
    read const later(R"([{"id":"m-3","status":"draft"},{"id":"m-4"}])", "2:m-1",
                     R"({"query": {"status": "published"}})");
    BOOST_TEST(later.good().members.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_missing_route_is_no_missing_record) {
    json::monotonic_resource memory;
    auto const page =
        made().read_page({}, reply(404, R"({"title":"Not Found","detail":"No route"})"), memory);
    auto const& r = std::get<core::rejected>(std::get<core::verdict>(page));
    BOOST_TEST(r.code == "http-404");
    BOOST_TEST(r.message == "No route");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberpulse
