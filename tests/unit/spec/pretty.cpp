#include "spec/pretty.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(pretty_)

namespace json = boost::json;

BOOST_AUTO_TEST_CASE(objects_are_indented_and_lists_of_scalars_stay_on_one_line) {
    BOOST_TEST(muster::spec::pretty(
                   json::parse(R"({"a":1,"b":{},"c":[],"d":[1,"x",null],"e":{"f":[{"g":true},[]]}})"))
               == R"({
  "a": 1,
  "b": {},
  "c": [],
  "d": [1, "x", null],
  "e": {
    "f": [
      {
        "g": true
      },
      []
    ]
  }
}
)");
    BOOST_TEST(muster::spec::pretty("\"\n") == "\"\\\"\\n\"\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back) {
    auto const v = json::parse(R"({"a/\"b": [[1, 2], {"c": "\u0001é"}], "": false})");
    BOOST_TEST((json::parse(muster::spec::pretty(v)) == v));
}

BOOST_AUTO_TEST_SUITE_END()
