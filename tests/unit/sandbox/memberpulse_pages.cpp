#include "http/message.hpp"
#include "memberpulse_desk.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sandbox_memberpulse_pages)

using namespace muster::sandbox;
using namespace muster::sandbox::memberpulse;
using memberpulse::tests::code_of;
using memberpulse::tests::desk;
namespace json = boost::json;

namespace {

population const people{250, 1, false};

std::string id_of(std::uint64_t index) {
    return record_id(people, resource::members, index);
}

std::vector<std::string> ids_in(json::value const& list) {
    std::vector<std::string> ids;
    for (auto const& each : list.as_array()) ids.emplace_back(std::string_view(each.at("id").as_string()));
    return ids;
}

desk shaped(std::string_view word) {
    return desk(people, {shape_of(word), 100});
}

} // namespace

BOOST_AUTO_TEST_CASE(pages_go_by_number) {
    desk d;
    BOOST_TEST(ids_in(d.read("/api/members")).size() == 25U); // as in the reference document
    auto const second = ids_in(d.read("/api/members?page=2&itemsPerPage=100"));
    BOOST_TEST(second.size() == 100U);
    BOOST_TEST(second.front() == id_of(100));
    BOOST_TEST(ids_in(d.read("/api/members?page=3&itemsPerPage=100")).size() == 50U);
    BOOST_TEST(ids_in(d.read("/api/members?page=4&itemsPerPage=100")).empty());
    BOOST_TEST(ids_in(d.read("/api/events?itemsPerPage=100")).size() == 50U);
    BOOST_TEST(ids_in(d.read("/api/courses?itemsPerPage=100")).size() == 25U);
    for (auto const* const bad : {"page=0", "page=x", "itemsPerPage=0", "itemsPerPage=-1"})
        BOOST_TEST(d.send("GET", std::string("/api/members?") + bad).status == 400U);
}

BOOST_AUTO_TEST_CASE(more_than_the_cap_is_not_given) {
    desk d(people, {shape::array, 30});
    BOOST_TEST(ids_in(d.read("/api/members?itemsPerPage=100")).size() == 30U);
    BOOST_TEST(ids_in(d.read("/api/members?itemsPerPage=100&page=2")).front() == id_of(30));
}

BOOST_AUTO_TEST_CASE(members_behind_one_that_is_deleted_move_up) {
    desk d;
    d.send("DELETE", "/api/members/" + id_of(0));
    BOOST_TEST(ids_in(d.read("/api/members?page=2&itemsPerPage=100")).front() == id_of(101));
}

BOOST_AUTO_TEST_CASE(lists_come_in_four_shapes) {
    BOOST_TEST(shaped("array").read("/api/members").is_array());
    auto const data = shaped("data").read("/api/members");
    BOOST_TEST(data.at("data").as_array().size() == 25U);
    BOOST_TEST(data.as_object().size() == 1U);
    auto const member = shaped("member").read("/api/members");
    BOOST_TEST(member.at("member").as_array().size() == 25U);
    BOOST_TEST(member.at("totalItems") == json::value(250));
    auto const hydra = shaped("hydra").read("/api/events");
    BOOST_TEST(hydra.at("hydra:member").as_array().size() == 25U);
    BOOST_TEST(hydra.at("hydra:totalItems") == json::value(50));
    BOOST_TEST(hydra.at("hydra:member").at(0).at("@type").as_string() == "Event");
}

BOOST_AUTO_TEST_CASE(single_records_are_wrapped_only_where_lists_are_called_data) {
    auto const target = "/api/members/" + id_of(3);
    BOOST_TEST(shaped("array").read(target).as_object() == make_record(people, resource::members, 3));
    BOOST_TEST(shaped("data").read(target).at("data").as_object()
               == make_record(people, resource::members, 3));
    auto const linked = shaped("member").read(target);
    BOOST_TEST(linked.at("@id").as_string() == target);
    BOOST_TEST(linked.at("@type").as_string() == "Member");
}

BOOST_AUTO_TEST_CASE(lists_are_filtered_by_what_the_documents_name) {
    desk d;
    auto const fifth = make_record(people, resource::members, 5);
    auto const mail = muster::http::percent_encode(std::string_view(fifth.at("email").as_string()));
    BOOST_TEST(ids_in(d.read("/api/members?email=" + mail)) == std::vector<std::string>{id_of(5)});
    BOOST_TEST(ids_in(d.read("/api/members?email=nobody%40example.com")).empty());
    std::size_t drafts = 0;
    for (std::uint64_t i = 0; i < people.size(resource::events); ++i)
        drafts += make_record(people, resource::events, i).at("status").as_string() == "draft" ? 1 : 0;
    BOOST_TEST(drafts > 0U);
    BOOST_TEST(ids_in(d.read("/api/events?status=draft&itemsPerPage=100")).size() == drafts);
    auto const created = make_record(people, resource::members, 200).at("createdAt");
    auto const since = muster::http::percent_encode(std::string_view(created.as_string()));
    auto const late = ids_in(d.read("/api/members?createdAt%5Bafter%5D=" + since + "&itemsPerPage=100"));
    BOOST_TEST(late.size() == 50U);
    BOOST_TEST(late.front() == id_of(200)); // inclusive
    BOOST_TEST(ids_in(d.read("/api/members?createdAt%5Bafter%5D=" + since + "&itemsPerPage=20&page=3")).size()
               == 10U);
}

BOOST_AUTO_TEST_CASE(a_filter_that_is_not_known_is_passed_over) {
    desk d(people, {shape::member, 100});
    BOOST_TEST(d.read("/api/members?country=Atlantis").at("totalItems") == json::value(250));
}

BOOST_AUTO_TEST_CASE(pages_show_the_faults_that_they_are_told_to) {
    ledger effects;
    memberpulse::platform p(people, {shape::member, 100}, effects);
    auto const page = [&](std::string target, fault_kind kind) {
        fault f;
        f.kind = kind;
        return json::parse(p.answer({"GET", std::move(target), "", ""}, {}, &f).body);
    };
    std::string const second = "/api/members?page=2&itemsPerPage=10";
    auto const first_id = [](json::value const& v) {
        return std::string(v.at("member").at(0).at("id").as_string());
    };
    BOOST_TEST(first_id(page(second, fault_kind::stuck_cursor)) == id_of(0));
    BOOST_TEST(first_id(page("/api/members?page=3&itemsPerPage=10", fault_kind::rewind_cursor)) == id_of(0));
    BOOST_TEST(page(second, fault_kind::repeat_member).at("member").as_array().size() == 11U);
    BOOST_TEST(!page(second, fault_kind::no_id).at("member").at(0).as_object().contains("id"));
    BOOST_TEST(page(second, fault_kind::drift_total).at("totalItems") == json::value(251));
}

BOOST_AUTO_TEST_SUITE_END()
