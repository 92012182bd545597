#include "memberpulse_support.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberpulse {

BOOST_AUTO_TEST_SUITE(provider_memberpulse)

namespace {

namespace json = boost::json;

using muster::provider::tests::is;
using muster::provider::tests::reply;
using muster::provider::tests::sole;
using muster::provider::tests::unit_of;
using tests::line_of;
using tests::made;
using tests::record;
using tests::update;

core::verdict judged(core::change const& c, unsigned status, std::string body = {}) {
    return sole(made().judge(unit_of(c, "m-1"), reply(status, std::move(body))));
}

struct read_member {
    explicit read_member(http::reply const& r) : result(made().read_member(r, memory)) {}
    json::monotonic_resource memory;
    std::variant<found_member, core::verdict> result;
    found_member const& found() const { return std::get<found_member>(result); }
    bool transient() const {
        auto const* const v = std::get_if<core::verdict>(&result);
        return v != nullptr && std::holds_alternative<core::transient>(*v);
    }
};

core::change creation(std::string_view document = R"({"email":"ann@example.com"})") {
    return core::create_member{json::parse(document).as_object()};
}

auto const problem_404 =
    R"({"type":"https://api.memberpulse.com/errors/not-found","title":"Not Found","status":404})";

} // namespace

BOOST_AUTO_TEST_CASE(its_profile_is_the_platforms) {
    auto const platform = made();
    auto const& about = platform.about();
    BOOST_TEST(about.base_url == "https://api.memberpulse.com/api");
    BOOST_TEST(about.key_header == "Authorization");
    BOOST_TEST(about.key_prefix == "Bearer ");
    BOOST_TEST(about.page_size == 100U);
    BOOST_TEST(about.can.list_shifts);
    BOOST_TEST(!about.can.newest_first);
    BOOST_TEST(!about.can.verify_token);
    BOOST_TEST(about.vocabulary.reference == "email");
}

BOOST_AUTO_TEST_CASE(the_address_tells_whether_it_is_live) {
    auto const live = [](std::string_view url) { return made().is_live("key", url); };
    BOOST_TEST(live("https://api.memberpulse.com/api"));
    BOOST_TEST(!live("https://sandbox.memberpulse.com/api"));
    BOOST_TEST(!live("https://SANDBOX.memberpulse.com/api"));
    for (auto const* const here : {"http://127.0.0.1:8080/api", "https://127.9.9.9/api",
                                   "http://localhost/api", "http://[::1]:80/api", "https://localhost:8443"})
        BOOST_TEST(!live(here), here);
    for (auto const* const elsewhere :
         {"https://sandbox.memberpulse.com.example.com", "https://memberpulse.com",
          "https://127.example.com/api", "nonsense", ""})
        BOOST_TEST(live(elsewhere), elsewhere);
}

BOOST_AUTO_TEST_CASE(each_change_has_its_request) {
    auto const members = made();
    BOOST_TEST(line_of(members.perform(unit_of(update(R"({"a":1})"), "m/1")))
               == R"(PUT /members/m%2F1 {"a":1})");
    BOOST_TEST(line_of(members.perform(unit_of(core::delete_member{}, "17"))) == "DELETE /members/17");
    BOOST_TEST(line_of(members.perform(unit_of(creation(), "ann@example.com")))
               == R"(POST /members {"email":"ann@example.com"})");
    BOOST_TEST(line_of(members.get("m-1")) == "GET /members/m-1");
    auto const events = made(R"({"resource": "events"})");
    BOOST_TEST(line_of(events.perform(unit_of(core::delete_member{}, "17"))) == "DELETE /events/17");
    BOOST_TEST(line_of(events.get("a@b")) == "GET /events/a%40b");
}

BOOST_AUTO_TEST_CASE(an_update_is_completed_to_the_whole_record) {
    auto const platform = made();
    BOOST_TEST(platform.needs_current(update(R"({"a":1})")));
    BOOST_TEST(!platform.needs_current(core::delete_member{}));
    BOOST_TEST(!platform.needs_current(creation()));
    record const now(
        R"({"@context":"/c","@id":"/api/members/m-1","@type":"Member","id":"m-1","createdAt":"2024",)"
        R"("email":"a@b","tags":["x"],"o":{"@id":"/o/1","n":null},"none":null,"updatedAt":"2025"})");
    auto const whole = platform.complete(update(R"({"tags":[],"new":{"y":2}})"), now.as_member);
    BOOST_TEST(
        json::serialize(std::get<core::update_fields>(whole).set)
        == R"({"email":"a@b","tags":[],"o":{"@id":"/o/1","n":null},"none":null,"updatedAt":"2025","new":{"y":2}})");
    auto const strict = made(R"({"readOnly": ["updatedAt"]})").complete(update("{}"), now.as_member);
    auto const& sent = std::get<core::update_fields>(strict).set;
    BOOST_TEST(!sent.contains("updatedAt"));
    BOOST_TEST(sent.contains("id"));
    BOOST_TEST((platform.test(update(R"({"tags":["x"]})"), now.as_member) == effect::present));
}

BOOST_AUTO_TEST_CASE(what_comes_completed_lives_longer_than_the_reply) {
    core::change whole;
    {
        json::monotonic_resource memory;
        auto const platform = made();
        auto const read = platform.read_member(
            reply(200, R"({"id":5,"text":"longer than any small string would be kept in place"})"), memory);
        whole = platform.complete(update(R"({"a":1})"), *std::get<found_member>(read));
    }
    BOOST_TEST(json::serialize(std::get<core::update_fields>(whole).set)
               == R"({"text":"longer than any small string would be kept in place","a":1})");
}

BOOST_AUTO_TEST_CASE(a_success_holds_the_record) {
    BOOST_TEST(is<core::done>(judged(update("{}"), 200, R"({"id":"m-1"})")));
    BOOST_TEST(is<core::done>(judged(update("{}"), 200, R"({"data":{"id":1}})")));
    BOOST_TEST(is<core::done>(judged(update("{}"), 204)));
    BOOST_TEST(is<core::done>(judged(core::delete_member{}, 204)));
    BOOST_TEST(is<core::done>(judged(core::delete_member{}, 200, "{}")));
    for (auto const* const body : {"{}", "[]", "null", R"({"id":null})", R"({"data":[]})"})
        BOOST_TEST(is<core::transient>(judged(update("{}"), 200, body)));
    BOOST_TEST(std::get<core::done>(judged(creation(), 201, R"({"id":"m-9"})")).id == "m-9");
    BOOST_TEST(std::get<core::done>(judged(creation(), 201, R"({"id":9})")).id == "9");
    BOOST_TEST(std::get<core::done>(judged(update("{}"), 200, R"({"id":"m-1"})")).id == "");
    for (auto const* const body : {"", "{}", "[]"}) // which id it has is not known
        BOOST_TEST(is<core::transient>(judged(creation(), 201, body)));
}

BOOST_AUTO_TEST_CASE(a_problem_is_the_records_own) {
    auto const detail =
        R"({"type":"https://api.memberpulse.com/errors/validation-error","detail":"bad phone"})";
    for (auto const status : {400U, 422U}) {
        auto const v = judged(update("{}"), status, detail);
        BOOST_TEST(std::get<core::rejected>(v).code == "validation-error");
        BOOST_TEST(std::get<core::rejected>(v).message == "bad phone");
    }
    BOOST_TEST(is<core::gone>(judged(update("{}"), 404, problem_404)));
    BOOST_TEST(is<core::gone>(judged(core::delete_member{}, 404, problem_404)));
    BOOST_TEST(is<core::rejected>(judged(creation(), 404, problem_404)));
    core::raw_request raw;
    raw.method = "POST";
    raw.path = "/members/m-1/note";
    BOOST_TEST(is<core::rejected>(judged(raw, 404, problem_404)));
}

BOOST_AUTO_TEST_CASE(a_put_of_what_is_out_of_date_is_read_and_sent_once_more) {
    for (auto const status : {409U, 412U}) {
        auto const outdated = judged(update("{}"), status, R"({"title":"Conflict"})");
        BOOST_REQUIRE(is<core::rejected>(outdated));
        BOOST_TEST((std::get<core::rejected>(outdated).how == core::rejected::certainty::outdated));
        auto const blamed = R"({"title":"x","violations":[{"propertyPath":"email","message":"is taken"}]})";
        for (auto const& v :
             {judged(core::delete_member{}, status, R"({"title":"Conflict"})"),
              judged(creation(), status, R"({"title":"Conflict"})"), judged(update("{}"), status, blamed)}) {
            BOOST_REQUIRE(is<core::rejected>(v));
            BOOST_TEST((std::get<core::rejected>(v).how == core::rejected::certainty::sure));
        }
    }
    BOOST_TEST((made().in_doubt(update("{}")) == doubt::read_back));
}

BOOST_AUTO_TEST_CASE(a_record_is_read_in_either_shape) {
    for (auto const* const body : {R"({"id":17,"email":"a@b"})", R"({"data":{"id":"17","email":"a@b"}})"}) {
        read_member const r(reply(200, body));
        BOOST_REQUIRE(r.found().has_value());
        BOOST_TEST(r.found()->id == "17");
        BOOST_TEST(r.found()->email == "a@b");
    }
    BOOST_TEST(!read_member(reply(404, problem_404)).found());
    for (auto const* const body : {"", "{}", R"({"data":{}})", R"({"data":null})", "null", "7"})
        BOOST_TEST(read_member(reply(200, body)).transient());
}

BOOST_AUTO_TEST_CASE(a_member_is_looked_for_by_email) {
    BOOST_TEST(line_of(made().get("ann+x@example.com"))
               == "GET /members?email=ann%2Bx%40example.com&itemsPerPage=10");
    BOOST_TEST(read_member(reply(200, R"([{"id":1,"email":"a@b"}])")).found()->id == "1");
    BOOST_TEST(!read_member(reply(200, R"({"member":[]})")).found());
    BOOST_TEST(read_member(reply(200, R"([{"id":1},{"id":2}])")).transient());
    BOOST_TEST(read_member(reply(200, R"([{"email":"a@b"}])")).transient());
}

BOOST_AUTO_TEST_CASE(a_member_that_was_made_is_found_by_its_whole_address) {
    auto const platform = made();
    auto const unit = unit_of(creation(), "ann@example.com");
    auto const look = [&](unsigned status, std::string body) {
        json::monotonic_resource memory;
        auto const found = platform.read_found(unit, reply(status, std::move(body)), memory);
        if (auto const* const v = std::get_if<core::verdict>(&found))
            return std::string(is<core::transient>(*v)  ? "transient"
                               : is<core::rejected>(*v) ? "rejected"
                                                        : "other");
        auto const& all = std::get<std::vector<found_member>>(found);
        return all.at(0) ? std::string(all[0]->id) : std::string("none");
    };
    BOOST_TEST(line_of(platform.look_up(unit)) == "GET /members?email=ann%40example.com&itemsPerPage=10");
    BOOST_TEST(look(200, R"([{"id":1,"email":"joann@example.com"},{"id":2,"email":"Ann@example.com"}])")
               == "2");
    BOOST_TEST(look(200, R"([{"id":1,"email":"joann@example.com"}])") == "none");
    BOOST_TEST(look(200, "[]") == "none");
    // It lists everybody: whether she is on another page, nobody knows.
    BOOST_TEST(look(200, R"([{"id":1,"email":"bob@example.com"}])") == "transient");
    BOOST_TEST(look(404, problem_404) == "rejected");
    BOOST_TEST(look(500, "") == "transient");
    BOOST_TEST(look(200, "{") == "transient");
}

BOOST_AUTO_TEST_CASE(what_was_made_is_looked_for_only_where_it_can_be_found) {
    BOOST_TEST((made().in_doubt(creation()) == doubt::read_back));
    BOOST_TEST((made(R"({"reference": "phone"})").in_doubt(creation()) == doubt::give_up));
    BOOST_TEST(
        (made(R"({"resource": "events", "reference": "slug"})").in_doubt(creation()) == doubt::give_up));
    BOOST_TEST((made().in_doubt(core::delete_member{}) == doubt::read_back));
}

BOOST_AUTO_TEST_CASE(a_change_is_tested_for_field_by_field) {
    record const now(R"({"id":"m-1","email":"Ann@x","n":1,"o":{"a":1,"b":2},"none":null})");
    auto const present = [&](std::string_view set) {
        return made().test(update(set), now.as_member) == effect::present;
    };
    BOOST_TEST(present(R"({"email":"ann@X","n":1.0})"));
    BOOST_TEST(present(R"({"none":null,"missing":null})"));
    BOOST_TEST(present(R"({"o":{"b":2,"a":1}})"));
    BOOST_TEST(!present(R"({"o":{"a":1}})")); // an object is set whole
    BOOST_TEST(!present(R"({"n":"1"})"));
    BOOST_TEST((made(R"({"resource":"events"})").test(update(R"({"email":"ann@X"})"), now.as_member)
                == effect::absent));
    BOOST_TEST((made().test(creation(), now.as_member) == effect::present));
    BOOST_TEST((made().test(core::delete_member{}, now.as_member) == effect::absent));
}

BOOST_AUTO_TEST_CASE(the_before_image_holds_what_the_change_touches) {
    record const now(R"({"id":"m-1","email":"a@b","o":{"a":1}})");
    auto const image = [&](core::change const& c) {
        return json::serialize(made().before_image(c, now.as_member));
    };
    BOOST_TEST(image(update(R"({"o":{"z":1},"new":1})")) == R"({"o":{"a":1},"new":null})");
    BOOST_TEST(image(core::delete_member{}) == json::serialize(now.document));
    BOOST_TEST(image(creation()) == "{}");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_objected_to) {
    auto const objection = [](core::change const& c) { return made().objection(c).value_or(""); };
    for (auto const* const field : {"id", "@id", "createdAt"})
        BOOST_TEST(objection(update("{\"" + std::string(field) + "\":\"x\"}")).find("provider.readOnly")
                   != std::string::npos);
    BOOST_TEST(objection(update(R"({"email":"ann"})")) == "the new e-mail address is not one");
    BOOST_TEST(objection(creation(R"({"email":7})")) == "the e-mail address of the new member is not one");
    BOOST_TEST(!made(R"({"resource":"events"})").objection(update(R"({"email":"ann"})")));
    BOOST_TEST(objection(core::add_plan{"p"}) == "MemberPulse has no \"addPlan\"");
    BOOST_TEST(objection(core::upsert_member{}) == "MemberPulse has no \"upsert\"");
    for (auto const& fine : {update(R"({"email":"a@b","x":1})"), creation(),
                             core::change(core::delete_member{}), core::change(core::raw_request{})})
        BOOST_TEST(objection(fine) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberpulse
