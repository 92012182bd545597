#include "source/key_list.hpp"

#include "../scratch.hpp"
#include "core/ascii.hpp"
#include "files/posix_storage.hpp"
#include "filter/fold.hpp"
#include "source/key_set.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <stdexcept>

BOOST_AUTO_TEST_SUITE(lists_of_keys)

using namespace muster;
using source::key_list;
using source::read_key_list;

namespace {

struct reading {
    std::shared_ptr<key_list> list;
    std::string mistakes;
};

reading read(std::string_view text) {
    auto const parsed = boost::json::parse(text);
    core::problems found;
    reading r;
    r.list = read_key_list({parsed, "", found}, key_list::same::bytes);
    for (auto const& p : found) r.mistakes += p.pointer + ": " + p.message + "\n";
    return r;
}

std::string utf8(char32_t c) {
    auto const tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xC0U | (c >> 6U)), tail(0)};
    return {static_cast<char>(0xE0U | (c >> 12U)), tail(6), tail(0)};
}

std::string hashed(key_list::same how, std::string_view key) {
    return key_list({}, how, false).hashed(key);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_name_of_the_file_tells_its_format) {
    using format = source::rows_settings::format;
    for (auto const& [name, expected] :
         {std::pair("a.csv", format::csv), std::pair("a.csv.gz", format::csv), std::pair("a", format::csv),
          std::pair("a.jsonl", format::jsonl), std::pair("a.ndjson.gz", format::jsonl)}) {
        auto const r = read(R"({"file": ")" + std::string(name) + R"(", "column": "id"})");
        BOOST_TEST_REQUIRE(r.list != nullptr);
        BOOST_TEST((r.list->from().what == expected), name);
        BOOST_TEST(r.mistakes == "");
    }
    auto const r = read(R"({"file": "a.txt", "column": "id", "format": "jsonl", "allowEmpty": true})");
    BOOST_TEST((r.list->from().what == format::jsonl));
    BOOST_TEST(r.list->may_be_empty());
    auto const csv = read(R"({"file": "a.csv", "column": "id", "delimiter": ";", "columns": ["x", "id"]})");
    BOOST_TEST(csv.list->from().csv.delimiter.value() == ';');
    BOOST_TEST(csv.list->from().csv.columns.size() == 2U);
    BOOST_TEST(csv.list->from().key == "id");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_at_their_places) {
    BOOST_TEST(read("{}").mistakes.find("\"file\"") != std::string::npos);
    BOOST_TEST(read(R"({"file": "a.csv"})").mistakes.find("\"column\"") != std::string::npos);
    BOOST_TEST(read(R"({"file": "a", "column": "b", "format": "xls"})").mistakes
               == "/format: must be \"csv\" or \"jsonl\"\n");
    BOOST_TEST(read(R"({"file": "a.jsonl", "column": "b", "header": true})").mistakes
               == "/header: is for CSV, and the file is JSON Lines\n");
    BOOST_TEST(!read(R"({"file": "a", "column": "b", "colum": "c"})").mistakes.empty());
    BOOST_TEST(
        read(R"({"file": "a", "column": "_muster_code"})").mistakes.starts_with("/column: begins with"));
    BOOST_TEST(read("{}").list == nullptr);
}

BOOST_AUTO_TEST_CASE(keys_are_the_same_as_is_asked_for) {
    using same = key_list::same;
    BOOST_TEST(hashed(same::bytes, " Ann ") == " Ann ");
    BOOST_TEST(hashed(same::email, " Ann@Example.COM\t") == hashed(same::email, "ann@example.com"));
    BOOST_TEST(hashed(same::folded, "\xC3\x9C"
                                    "ber")
               == hashed(same::folded, "\xC3\xBC"
                                       "BER"));
    BOOST_TEST(hashed(same::folded, "a ") != hashed(same::folded, "a"));
}

BOOST_AUTO_TEST_CASE(every_letter_is_the_same_as_the_one_that_it_is_folded_to_and_as_no_other) {
    using same = key_list::same;
    std::map<std::string, char32_t> seen; // hashed, and what it is folded to
    std::size_t folded = 0;
    for (char32_t c = 1; c <= 0xFFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue; // half a pair is no text
        auto const to = filter::fold(c);
        folded += to != c ? 1 : 0;
        auto const one = hashed(same::folded, utf8(c));
        BOOST_TEST_REQUIRE((one == hashed(same::folded, utf8(to))), static_cast<unsigned>(c));
        BOOST_TEST_REQUIRE((seen.emplace(one, to).first->second == to), static_cast<unsigned>(c));
        BOOST_TEST_REQUIRE(
            (hashed(same::email, ' ' + utf8(c) + "@x.com") == hashed(same::email, utf8(to) + "@X.com ")
             || core::trimmed(utf8(c)).empty()),
            static_cast<unsigned>(c));
    }
    BOOST_TEST(folded > 500U);
}

BOOST_AUTO_TEST_CASE(a_list_asks_the_set_that_it_was_given) {
    tests::scratch desk;
    files::posix_storage storage;
    key_list list({}, key_list::same::email, false);
    BOOST_CHECK_THROW(list.has("a"), std::logic_error);
    source::key_sorter keys(storage, desk.path / "sorting");
    source::key_hasher hash;
    for (auto const* const key : {"Ann@x.com ", "bob@x.com"}) keys.add({hash(list.hashed(key)), {}});
    list.bind(source::key_set::make(storage, desk.path / "set", "x", keys, [](source::key_entry const&) {}));
    BOOST_TEST(list.has("ANN@x.com"));
    BOOST_TEST(list.has("bob@x.com"));
    BOOST_TEST(!list.has("carl@x.com"));
}

BOOST_AUTO_TEST_CASE(sets_of_other_keys_have_other_names) {
    source::rows_settings s;
    s.key = "a";
    key_list const one(s, key_list::same::email, false), folded(s, key_list::same::folded, false);
    s.key = "b";
    key_list const other(s, key_list::same::email, false);
    BOOST_TEST(one.name_of_set("d") == one.name_of_set("d"));
    BOOST_TEST(one.name_of_set("d") != one.name_of_set("e"));
    BOOST_TEST(one.name_of_set("d") != folded.name_of_set("d"));
    BOOST_TEST(one.name_of_set("d") != other.name_of_set("d"));
}

BOOST_AUTO_TEST_SUITE_END()
