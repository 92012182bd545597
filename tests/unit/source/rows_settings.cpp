#include "source/rows_settings.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(settings_of_rows)

using namespace muster;

namespace {

struct reading {
    std::optional<source::rows_settings> settings;
    std::string mistakes; ///< a line each, with their places
};

reading read(char const* text) {
    auto const value = boost::json::parse(text);
    core::problems found;
    reading result{source::read_rows_settings(core::node(value, "", found)), {}};
    for (auto const& p : found) result.mistakes += p.pointer + ": " + p.message + "\n";
    return result;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_file_and_a_key_are_enough) {
    auto const csv = read(R"({"csv": {"file": "m.csv", "key": "email"}})").settings.value();
    BOOST_TEST((csv.what == source::rows_settings::format::csv));
    BOOST_TEST(csv.file == "m.csv");
    BOOST_TEST(csv.key == "email");
    BOOST_TEST(!csv.csv.delimiter);
    BOOST_TEST(!csv.csv.header);
    BOOST_TEST(csv.csv.columns.empty());
    auto const jsonl = read(R"({"jsonl": {"file": "m.jsonl", "key": "auth.email"}})").settings.value();
    BOOST_TEST((jsonl.what == source::rows_settings::format::jsonl));
    BOOST_TEST(jsonl.key == "auth.email");
}

BOOST_AUTO_TEST_CASE(what_the_file_does_not_show_can_be_said) {
    auto const found =
        read(R"({"csv": {"file": "m.csv", "key": "b", "delimiter": "\t", "columns": ["a", "", "b", ""],
                                        "header": true}})");
    BOOST_TEST(found.mistakes == "");
    BOOST_TEST(found.settings->csv.delimiter.value() == '\t');
    BOOST_TEST(found.settings->csv.columns.size() == 4U);
    BOOST_TEST(found.settings->csv.header.value());
}

BOOST_AUTO_TEST_CASE(every_mistake_has_its_place) {
    BOOST_TEST(read("[]").mistakes.starts_with(": must be an object"));
    BOOST_TEST(read("{}").mistakes == ": must hold either \"csv\" or \"jsonl\"\n");
    BOOST_TEST(read(R"({"csv": {}, "jsonl": {}})").mistakes == ": must hold either \"csv\" or \"jsonl\"\n");
    BOOST_TEST(!read(R"({"csv": {"file": "", "key": "a"}})").settings);
    BOOST_TEST(read(R"({"csv": {"file": "", "key": "a"}})").mistakes.starts_with("/csv/file: "));
    BOOST_TEST(!read(R"({"jsonl": {"file": "a"}})").mistakes.empty());
    BOOST_TEST(read(R"({"jsonl": {"file": "a", "key": "b", "delimiter": ";"}})")
                   .mistakes.starts_with("/jsonl/delimiter"));
    auto const csv = [](std::string const& more) {
        return read((R"({"csv": {"file": "a", "key": "b", )" + more + "}}").c_str()).mistakes;
    };
    for (auto const* const delimiter :
         {R"("")", R"(";;")", R"("\"")", R"("\n")", R"("\u00fc")", R"("\u0000")"})
        BOOST_TEST(csv(R"("delimiter": )" + std::string(delimiter))
                       .starts_with("/csv/delimiter: must be one character"));
    BOOST_TEST(csv(R"("columns": [])").starts_with("/csv/columns: must be a list of names"));
    BOOST_TEST(csv(R"("columns": ["b", "c", "c"])") == "/csv/columns/2: two columns are called \"c\"\n");
    BOOST_TEST(csv(R"("columns": ["c"])") == "/csv/columns: must hold the key, \"b\"\n");
    BOOST_TEST(csv(R"("header": false)") == "/csv/header: is false, so \"columns\" must name the columns\n");
    BOOST_TEST(csv(R"("header": 1)").starts_with("/csv/header: "));
    BOOST_TEST(csv(R"("match": "both")").starts_with("/csv/match: must be \"lookUp\""));
}

BOOST_AUTO_TEST_CASE(the_schemas_name_every_setting) {
    BOOST_TEST(boost::json::serialize(source::csv_schema().at("required")) == R"(["file","key"])");
    for (auto const* const name : {"file", "key", "by", "match", "delimiter", "columns", "header"})
        BOOST_TEST(source::csv_schema().at("properties").as_object().contains(name));
    BOOST_TEST(source::jsonl_schema().at("properties").as_object().size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
