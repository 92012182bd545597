#include "sandbox/memberpulse/population.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

BOOST_AUTO_TEST_SUITE(sandbox_memberpulse_population)

using namespace muster::sandbox::memberpulse;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(the_same_figures_give_the_same_records) {
    for (auto const r : all_resources) {
        BOOST_TEST(make_record({100, 1, false}, r, 7) == make_record({100, 1, false}, r, 7));
        BOOST_TEST((make_record({100, 1, false}, r, 7) != make_record({100, 2, false}, r, 7)));
    }
}

BOOST_AUTO_TEST_CASE(there_is_an_event_for_five_members_and_a_course_for_ten) {
    population const some{101, 1, false};
    BOOST_TEST(some.size(resource::members) == 101U);
    BOOST_TEST(some.size(resource::events) == 21U);
    BOOST_TEST(some.size(resource::courses) == 11U);
    BOOST_TEST((population{0, 1, false}.size(resource::events) == 0U));
}

BOOST_AUTO_TEST_CASE(no_two_records_share_an_id) {
    for (bool const numeric : {false, true}) {
        population const people{2000, 1, numeric};
        std::set<std::string> ids;
        std::size_t made = 0;
        for (auto const r : all_resources)
            for (std::uint64_t i = 0; i < people.size(r); ++i, ++made) ids.insert(record_id(people, r, i));
        BOOST_TEST(ids.size() == made);
    }
    auto const id = record_id({10, 1, false}, resource::events, 3);
    BOOST_TEST(id.size() == 36U);
    BOOST_TEST(id[14] == '4');
    BOOST_TEST(make_record({10, 1, false}, resource::events, 3).at("id").as_string() == id);
    auto const number = make_record({10, 1, true}, resource::members, 3).at("id");
    BOOST_TEST(json::serialize(number) == record_id({10, 1, true}, resource::members, 3));
    BOOST_TEST(number.is_number());
}

BOOST_AUTO_TEST_CASE(some_members_are_odd_and_each_has_an_address_of_its_own) {
    population const people{2000, 1, false};
    std::set<std::string> emails;
    std::size_t without_status = 0;
    std::size_t null_address = 0;
    std::size_t dotted = 0;
    std::size_t in_germany = 0;
    for (std::uint64_t i = 0; i < people.members; ++i) {
        auto const m = make_record(people, resource::members, i);
        emails.insert(std::string(m.at("email").as_string()));
        without_status += m.contains("status") ? 0 : 1;
        null_address += m.at("address").is_null() ? 1 : 0;
        dotted += m.contains("address.city") ? 1 : 0;
        auto const* const address = m.at("address").if_object();
        if (address != nullptr && address->contains("country"))
            in_germany += address->at("country").as_string() == "Germany" ? 1 : 0;
    }
    BOOST_TEST(emails.size() == 2000U);
    for (auto const count : {without_status, null_address, dotted}) BOOST_TEST(count > 5U);
    BOOST_TEST(in_germany > 500U);
}

BOOST_AUTO_TEST_CASE(events_and_courses_have_fields_of_their_own) {
    population const people{100, 1, false};
    auto const event = make_record(people, resource::events, 0);
    for (auto const* const field : {"title", "status", "capacity", "location", "createdAt", "updatedAt"})
        BOOST_TEST(event.contains(field), field);
    auto const course = make_record(people, resource::courses, 0);
    for (auto const* const field : {"title", "status", "lessons", "price", "createdAt", "updatedAt"})
        BOOST_TEST(course.contains(field), field);
}

BOOST_AUTO_TEST_SUITE_END()
