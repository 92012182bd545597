#include "core/time.hpp"
#include "provider/memberstack/vocabulary.hpp"
#include "sandbox/memberstack/documents.hpp"
#include "shapes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(memberstack_vocabulary)

using muster::provider::tests::fits;

namespace {

namespace json = boost::json;
namespace sandbox = muster::sandbox::memberstack;

} // namespace

BOOST_AUTO_TEST_CASE(the_documents_of_the_fake_platform_are_as_it_states) {
    auto const stated = muster::provider::memberstack::vocabulary().document;
    auto document = sandbox::new_document("mem_a", muster::core::wall_time());
    sandbox::apply_fields(document, {{"email", "a@b.example"},
                                     {"customFields", {{"country", "Germany"}, {"age", 5}}},
                                     {"metaData", {{"a", {{"b", 1}}}}},
                                     {"json", {{"c", json::array{1, 2}}}},
                                     {"loginRedirect", "/x"},
                                     {"profileImage", "https://x"},
                                     {"verified", true}});
    sandbox::give_plan(document, "pln_a", "con_a");
    document["lastLogin"] = "2026-01-01T00:00:00.000Z";
    document["permissions"] = json::array{"view"};
    BOOST_TEST(fits(document, stated));
    for (auto const& entry : document) BOOST_TEST(stated.find(entry.key()) != nullptr, entry.key());
    document["other"] = 1;
    BOOST_TEST(!fits(document, stated));
}

BOOST_AUTO_TEST_CASE(no_member_tells_when_it_was_changed_so_that_a_filter_by_that_is_told) {
    auto const stated = muster::provider::memberstack::vocabulary().document;
    BOOST_TEST(stated.find("updatedAt") == nullptr);
    for (auto const* const date : {"createdAt", "lastLogin"})
        BOOST_TEST((stated.find(date)->what == muster::core::shape::form::date), date);
}

BOOST_AUTO_TEST_CASE(what_can_be_set_can_be_read) {
    auto const v = muster::provider::memberstack::vocabulary();
    for (auto const& field : v.fields) {
        auto const* const place = field.name == "email" ? v.document.find("auth") : &v.document;
        BOOST_TEST(place->find(field.name) != nullptr, field.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
