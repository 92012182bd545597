#include "memberstack_tables_support.hpp"
#include "provider/memberstack_tables/replies.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_tables {

BOOST_AUTO_TEST_SUITE(provider_memberstack_tables_replies)

namespace {

using muster::provider::tests::is;
using muster::provider::tests::reply;
using certainty = core::rejected::certainty;

settings const products{"products", {}, {}};

core::verdict said(unsigned status, std::string const& message, subject of,
                   std::string const& code = "error-code") {
    auto const verdict = judge_status(
        reply(status, R"({"code":")" + code + R"(","message":")" + message + R"("})"), products, of);
    BOOST_REQUIRE(verdict);
    return *verdict;
}

certainty how(core::verdict const& v) {
    BOOST_REQUIRE(is<core::rejected>(v));
    return std::get<core::rejected>(v).how;
}

constexpr subject all_subjects[] = {subject::table, subject::look, subject::change};

} // namespace

BOOST_AUTO_TEST_CASE(a_table_that_is_not_there_stops_the_job_and_is_named) {
    for (auto const of : all_subjects) {
        auto const v = said(404, "Data table not found", of);
        BOOST_REQUIRE(is<core::refused>(v));
        auto const& refusal = std::get<core::refused>(v);
        BOOST_TEST((refusal.what == core::refused::cause::operation));
        BOOST_TEST(refusal.message
                   == "there is no table products (provider.table) in the key's application: Data table not "
                      "found");
    }
    BOOST_TEST(is<core::refused>(said(404, "", subject::change, "data-table-not-found")));
    BOOST_TEST(is<core::refused>(said(400, "Invalid table key or ID format", subject::table)));
}

BOOST_AUTO_TEST_CASE(a_record_that_is_not_there_is_gone) {
    for (auto const* const words : {"Data record not found", "Record not found"}) {
        BOOST_TEST(is<core::gone>(said(404, words, subject::look)));
        BOOST_TEST(is<core::gone>(said(404, words, subject::change)));
        BOOST_TEST((how(said(404, words, subject::table)) == certainty::sure)); // nothing is made of none
    }
    BOOST_TEST(is<core::gone>(said(404, "", subject::look, "data-record-not-found")));
}

BOOST_AUTO_TEST_CASE(other_words_may_be_about_what_it_refers_to) {
    BOOST_TEST((how(said(404, "Referenced record not found", subject::change)) == certainty::perhaps_gone));
    BOOST_TEST((how(said(404, "Member not found", subject::change)) == certainty::perhaps_gone));
    BOOST_TEST((how(said(404, "Member not found", subject::table)) == certainty::sure));
    BOOST_TEST(
        (how(said(400, "Invalid table key or ID format", subject::change)) == certainty::perhaps_gone));
    BOOST_TEST((how(said(400, "sku must be unique", subject::change)) == certainty::sure));
    BOOST_TEST((how(said(409, "sku must be unique", subject::table)) == certainty::sure));
}

BOOST_AUTO_TEST_CASE(a_404_that_is_no_json_says_nothing_of_a_record) {
    auto const v = judge_status(reply(404, "<html>Data record not found</html>"), products, subject::look);
    BOOST_REQUIRE(v);
    BOOST_TEST((how(*v) == certainty::sure));
}

BOOST_AUTO_TEST_CASE(a_key_is_refused_as_by_the_api_for_members) {
    for (unsigned const status : {400U, 401U}) {
        auto const v = said(status, "no", subject::table, "validation/invalid-secret-key");
        BOOST_REQUIRE(is<core::refused>(v));
        BOOST_TEST((std::get<core::refused>(v).what == core::refused::cause::credentials));
    }
}

BOOST_AUTO_TEST_CASE(a_success_is_none_of_it) {
    BOOST_TEST(!judge_status(reply(200, R"({"message":"Data table not found"})"), products, subject::table));
    BOOST_TEST((how(judge_complaint({"x", "y"}, 200, products, subject::change)) == certainty::perhaps_done));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_tables
