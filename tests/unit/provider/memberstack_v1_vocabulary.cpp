#include "provider/memberstack_v1/vocabulary.hpp"
#include "sandbox/memberstack_v1/population.hpp"
#include "shapes.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(memberstack_v1_vocabulary)

using muster::provider::memberstack_v1::vocabulary;
using muster::provider::tests::fits;

namespace {

namespace json = boost::json;
namespace sandbox = muster::sandbox::memberstack_v1;

} // namespace

BOOST_AUTO_TEST_CASE(the_documents_of_the_fake_platform_are_as_it_states) {
    auto const stated = vocabulary({}).document;
    for (std::uint64_t i = 0; i < 500; ++i) {
        auto const made = sandbox::make_member({500, 1}, i);
        BOOST_TEST(fits(made.shown, stated));
        BOOST_TEST(fits(made.hidden, stated));
    }
}

BOOST_AUTO_TEST_CASE(the_reference_documents_examples_are_as_it_states) {
    auto const stated = vocabulary({}).document;
    BOOST_TEST(
        fits(json::parse(R"({"id":"a","metaData":{"userName":"johndoe"},"membership":{"oneTime":false,)"
                         R"("testMode":true,"status":"active","plan":"5ed1","type":"free"},)"
                         R"("email":"john@doe.com","createdAt":"2020-06-02T17:21:52.577Z"})"),
             stated));
    BOOST_TEST(
        fits(json::parse(R"({"_id":"a","memberships":[{"oneTime":false,"testMode":true,"_id":"b",)"
                         R"("status":"active","plan":"5ed1","type":"paid","amount":3200,)"
                         R"("cancel_at_period_end":false,"current_period_end":"1591118512"}],)"
                         R"("stripeInfo":{"customer":"cus_","card":{"payment_method":"pm_","source":)"
                         R"("src_","brand":"visa","exp_month":"09","exp_year":"23","last4":"1234"}}})"),
             stated));
    BOOST_TEST(!fits(json::parse(R"({"auth":{"email":"a@b.c"}})"), stated)); // as the later platform has it
}

BOOST_AUTO_TEST_CASE(what_can_be_set_can_be_filtered_by) {
    auto const v = vocabulary({});
    for (auto const& field : v.fields) BOOST_TEST(v.document.find(field.name) != nullptr, field.name);
}

BOOST_AUTO_TEST_SUITE_END()
