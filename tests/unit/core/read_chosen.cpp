#include "core/read_chosen.hpp"

#include "core/json_maker.hpp"
#include "core/path.hpp"
#include "core/read_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

using namespace muster;

namespace {

namespace json = boost::json;

std::optional<core::chosen_documents> read(std::string_view text, std::vector<std::string> const& paths,
                                           std::vector<std::string> const& later = {}) {
    return core::read_chosen(text, "data", core::field_choice(paths, later), {}, 32);
}

/// What is left of it, written; or "nothing".
std::string left(std::string_view text, std::vector<std::string> const& paths) {
    auto const made = read(text, paths);
    return made ? json::serialize(made->whole) : "nothing";
}

/// Texts of JSON at random, of few different keys, so that paths meet them.
class author {
public:
    explicit author(unsigned seed) : random_(seed) {}

    std::string document() { return object(4); }
    std::string path() {
        auto text = key();
        for (auto more = below(3); more > 0; --more) text += "." + key();
        return text;
    }
    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }

private:
    std::string key() {
        static std::vector<std::string> const keys{"a", "b", "c", "a.b", "b.c", "a.b.c", ""};
        return keys[below(keys.size())];
    }
    std::string space() { return below(6) == 0 ? " \n" : ""; }
    /// As it may be written: with an escape now and then.
    std::string written(std::string const& text) {
        if (!text.empty() && text[0] == 'a' && below(8) == 0) return "\"\\u0061" + text.substr(1) + '"';
        return '"' + text + '"';
    }
    std::string object(unsigned deep) {
        auto text = space() + "{" + space();
        for (auto i = below(5); i > 0; --i) {
            text += written(key()) + space() + ":" + value(deep - 1);
            if (i > 1) text += space() + "," + space();
        }
        return text + "}";
    }
    std::string list(unsigned deep) {
        std::string text = "[";
        for (auto i = below(4); i > 0; --i) text += value(deep - 1) + (i > 1 ? "," : "");
        return text + "]";
    }
    std::string value(unsigned deep) {
        static std::vector<std::string> const plain{
            "1", "-0.25", "null", "true", R"("x")", R"("")", R"("\n\"{}")", "\"é\"", "18446744073709551615"};
        auto const kind = deep == 0 ? 0 : below(4);
        if (kind < 2) return space() + plain[below(plain.size())];
        return space() + (kind == 2 ? object(deep) : list(deep));
    }

    std::mt19937_64 random_;
};

std::string found(std::string const& path, json::value const& document) {
    auto const* const v = core::path(path).find(document.as_object());
    return v != nullptr ? json::serialize(*v) : "nothing";
}

} // namespace

BOOST_AUTO_TEST_SUITE(read_chosen)

BOOST_AUTO_TEST_CASE(only_chosen_fields_of_documents_are_kept) {
    std::string const page =
        R"({"more": {"id": 1, "x": 2}, "data": [{"id": "m", "x": [{"id": 1}], )"
        R"("c": {"land": "DE", "x": {"land": 1}}}, {"x": 1}, {"c": 7}], "end": [1, {"x": 2}]})";
    BOOST_TEST(
        left(page, {"id", "c.land"})
        == R"({"more":{"id":1,"x":2},"data":[{"id":"m","c":{"land":"DE"}},{},{"c":7}],"end":[1,{"x":2}]})");
    BOOST_TEST(left(page, {"c"})
               == R"({"more":{"id":1,"x":2},"data":[{"c":{"land":"DE","x":{"land":1}}},{},{"c":7}],)"
                  R"("end":[1,{"x":2}]})");
    BOOST_TEST(left(page, {"x.id"})
               == R"({"more":{"id":1,"x":2},"data":[{"x":[{"id":1}]},{"x":1},{}],"end":[1,{"x":2}]})");
}

BOOST_AUTO_TEST_CASE(of_a_list_in_a_document_each_element_keeps_the_chosen_parts) {
    std::string const page =
        R"({"data": [{"p": [{"a": 1, "b": {"a": 2}}, {"b": 3}, 4, [{"b": 5}], {"a": {"b": 6}}], )"
        R"("q": {"p": [{"b": 7}]}}, {"p": {"a": 8, "b": 9}}], "p": [{"b": 10}]})";
    BOOST_TEST(left(page, {"p.a"})
               == R"({"data":[{"p":[{"a":1},{},4,[{"b":5}],{"a":{"b":6}}]},{"p":{"a":8}}],"p":[{"b":10}]})");
}

BOOST_AUTO_TEST_CASE(each_document_stands_where_its_text_begins) {
    std::string const page = "{\"data\":[ {\n \"id\":1,\"b\":2} ,{\"b\":3}]}";
    auto const made = read(page, {"id"});
    BOOST_REQUIRE(made);
    BOOST_REQUIRE_EQUAL(made->texts.size(), 2U);
    BOOST_TEST(made->texts[0].starts_with("{\n \"id\":1"));
    BOOST_TEST(made->texts[1] == "{\"b\":3}]}");
    BOOST_TEST(made->texts[0].data() == page.data() + 10);
}

BOOST_AUTO_TEST_CASE(of_what_is_read_later_the_text_is_noted) {
    std::string const page =
        R"({"data": [{"id": 1, "p": [{"a": 1}], "q":  "x" }, {"q": 1, "q": 2}, {"p": null},)"
        R"({"id": 2, "\u0070": {} }]})";
    auto const made = read(page, {"id", "q"}, {"p", "q"});
    BOOST_REQUIRE(made);
    BOOST_TEST(json::serialize(made->whole) == R"({"data":[{"id":1,"q":"x"},{"q":2},{},{"id":2}]})");
    std::vector<std::string> const expected{R"([{"a": 1}])", R"("x")", "", "2", "null", "", "{}", ""};
    BOOST_TEST(made->later == expected, boost::test_tools::per_element());
    BOOST_TEST(read(page, {"id"})->later.empty());
    BOOST_TEST(!read(R"({"data": [{"p": [1,]}]})", {"id"}, {"p"}));
}

BOOST_AUTO_TEST_CASE(what_may_hold_the_text_that_is_needed_is_of_use) {
    core::field_choice const choice({"id"}, {"p"}, "pln_a");
    BOOST_TEST(choice.is_of_use(R"([{"id": "pln_a"}])"));
    BOOST_TEST(choice.is_of_use(R"(["pln_ab"])"));
    BOOST_TEST(choice.is_of_use(R"(["\u0070ln_a"])"));
    BOOST_TEST(!choice.is_of_use(R"(["pln_b"])"));
    BOOST_TEST(!choice.is_of_use("null"));
    BOOST_TEST(core::field_choice({"id"}, {"p"}).is_of_use("null"));
}

BOOST_AUTO_TEST_CASE(keys_that_stand_elsewhere_than_in_the_document_before_are_found) {
    BOOST_TEST(
        left(R"({"data": [{"a": {"x": 1, "y": 2}, "b": 2, "c": 3}, {"b": 4, "a": {"y": 5, "x": 6}},)"
             R"( {"c" : 7, "a":{"x" :8}}, {}, {"a": {"x": 9, "z": 1, "y": 2}, "bb": 1, "b": 10}]})",
             {"a.x", "b"})
        == R"({"data":[{"a":{"x":1},"b":2},{"b":4,"a":{"x":6}},{"a":{"x":8}},{},{"a":{"x":9},"b":10}]})");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_json_too) {
    BOOST_TEST(left(R"({"data": [{"x": tru}]})", {"id"}) == "nothing");
    BOOST_TEST(left(R"({"data": [{"x": "\q"}]})", {"id"}) == "nothing");
    BOOST_TEST(left(R"({"data": [{"x": [1,]}]})", {"id"}) == "nothing");
    BOOST_TEST(left("{\"data\": [{\"x\": \"\xff\"}]}", {"id"}) == "nothing");
    BOOST_TEST(left(R"({"data": [{"x": 1}]} 1)", {"id"}) == "nothing");
    BOOST_TEST(left(R"({"data": [{"x": 1}])", {"id"}) == "nothing");
}

BOOST_AUTO_TEST_CASE(what_is_of_another_kind_is_left_to_others) {
    for (auto const* const text :
         {R"({"data": 1})", "[]", "1", R"({"x": [{"id": 1}]})", R"({"data": [1]})",
          R"({"data": [{"id": 1}, null]})", R"({"data": [[{"id": {"x": 1}}]]})",
          R"({"data": [{"id": 1}], "data": [{"id": 2}]})", R"({"x": {"data": [{"id": 1}]}})"})
        BOOST_TEST(left(text, {"id"}) == "nothing", text);
    BOOST_TEST(left(R"({"data": []})", {"id"}) == R"({"data":[]})");
    BOOST_TEST(left(R"({"data": [{}]})", {"id"}) == R"({"data":[{}]})");
    BOOST_TEST(left(R"({"d\u0061ta": [{"\u0069d": 1, "\n": 2}]})", {"id"}) == R"({"data":[{"id":1}]})");
}

BOOST_AUTO_TEST_CASE(any_chosen_path_leads_where_it_leads_in_the_whole) {
    unsigned chosen = 0;
    for (unsigned seed = 0; seed < 20'000; ++seed) {
        author writes(seed);
        std::string page = R"({"data":[)";
        auto const documents = 1 + writes.below(3);
        for (std::size_t i = 0; i < documents; ++i) page += (i > 0 ? "," : "") + writes.document();
        page += "]}";
        std::vector<std::string> paths;
        for (auto i = writes.below(4); i > 0; --i) paths.push_back(writes.path());
        std::vector<std::string> const later{"a", "b.c"};

        auto const whole = core::read_json(page);
        auto const some = read(page, paths, later);
        BOOST_REQUIRE(some.has_value());
        for (std::size_t i = 0; i < documents; ++i) {
            auto const& before = whole.at("data").at(i);
            auto const& after = some->whole.at("data").at(i);
            for (auto const& p : paths) BOOST_REQUIRE_EQUAL(found(p, after), found(p, before));
            chosen += after.as_object().size() < before.as_object().size() ? 1 : 0;
            core::json_maker again(some->texts.at(i), 32, {});
            again.make();
            BOOST_REQUIRE(again.release() == before);
            for (std::size_t n = 0; n < later.size(); ++n) {
                auto const* const meant = before.as_object().if_contains(later[n]);
                auto const text = some->later.at(i * later.size() + n);
                BOOST_REQUIRE_EQUAL(text.empty(), meant == nullptr);
                if (meant != nullptr) BOOST_REQUIRE(core::read_json(text) == *meant);
            }
        }
    }
    BOOST_TEST(chosen > 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
