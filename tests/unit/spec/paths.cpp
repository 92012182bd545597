#include "spec/paths.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(paths)

using namespace muster;

namespace {

spec::spec with_paths(std::string const& file, std::string const& ca_file) {
    auto read = spec::read(R"({"name": "n", "provider": {"kind": "memberstack", "key": {"file": ")" + file
                               + R"("}, "caFile": ")" + ca_file
                               + R"("}, "operation": {"addPlan": {"planId": "pln_a"}}})",
                           {});
    BOOST_REQUIRE(read.value.has_value());
    return std::move(*read.value);
}

} // namespace

BOOST_AUTO_TEST_CASE(relative_ones_become_absolute_in_the_document_too) {
    auto s = with_paths("keys/$${live}", "ca.pem");
    spec::make_paths_absolute(s, "/there/${x}");
    BOOST_TEST(s.key.name == "/there/${x}/keys/${live}");
    BOOST_TEST(s.at.ca_file == "/there/${x}/ca.pem");
    auto const again = spec::read(boost::json::serialize(s.document), {});
    BOOST_REQUIRE(again.value.has_value());
    BOOST_TEST(again.value->key.name == s.key.name);
    BOOST_TEST(again.value->at.ca_file == s.at.ca_file);
}

BOOST_AUTO_TEST_CASE(absolute_ones_stay_as_they_are) {
    auto s = with_paths("/keys/live", "/ca.pem");
    auto const before = s.document;
    spec::make_paths_absolute(s, "/there");
    BOOST_TEST((s.document == before));
}

BOOST_AUTO_TEST_CASE(the_name_of_a_variable_is_no_path) {
    auto read = spec::read(spec::test::text_with(""), {});
    auto const before = read.value->document;
    spec::make_paths_absolute(*read.value, "/there");
    BOOST_TEST((read.value->document == before));
}

BOOST_AUTO_TEST_SUITE_END()
