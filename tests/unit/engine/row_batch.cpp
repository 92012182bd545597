#include "engine/row_batch.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"
#include "spec/read.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace batch_of_rows {

using namespace muster;

namespace {

struct desk : tests::scratch {
    /// The proposals of all rows, as `member: change`, `member: code: message`, `member: -`.
    std::vector<std::string> proposals(std::string const& text, std::string const& operation,
                                       std::string const& where = "{}") {
        auto const file = path / "in.csv";
        tests::spill(file, text);
        auto read = spec::read(R"({"name": "n", "provider": {"key": {"env": "K"}, )" + platform + R"(},
                "source": {"csv": {"file": ")"
                                   + file.string() + R"(", "key": "id"}},
                "where": )" + where + R"(, "operation": {")"
                                   + makes + "\": " + operation + "}}",
                               {});
        BOOST_TEST_REQUIRE(read.value.has_value(), spec::format("", read.mistakes));
        source::rows rows(storage, *read.value->rows);
        engine::row_batch b;
        while (engine::take_row(rows, b)) continue;
        if (read.value->upserts_by_look) {
            engine::refuse_unfit(b, *read.value);
            for (auto& r : b.rows) BOOST_TEST(engine::propose_for_nobody(b, r, *read.value));
        } else {
            engine::propose(b, *read.value);
        }
        engine::forget_documents(b);
        std::vector<std::string> told;
        for (auto const& p : b.proposals) told.push_back(std::string(p.member) + ": " + text_of(p));
        return told;
    }

    static std::string text_of(engine::proposal const& p) {
        using kind = engine::proposal::kind;
        if (p.what == kind::impossible) return p.code + ": " + p.message;
        if (p.what != kind::change) return "-";
        auto const* const made = std::get_if<core::create_member>(&p.change);
        return boost::json::serialize(made != nullptr ? made->document
                                                      : std::get<core::upsert_member>(p.change).document);
    }

    std::string platform = R"("kind": "publisher", "baseUrl": "http://127.0.0.1:1", "memberBaseId": "mb_1")";
    std::string makes = "upsert";

    files::posix_storage storage;
};

using texts = std::vector<std::string>;

} // namespace
} // namespace batch_of_rows

BOOST_FIXTURE_TEST_SUITE(batch_of_rows, desk)

BOOST_AUTO_TEST_CASE(a_row_becomes_what_the_operation_makes_of_it) {
    auto const told =
        proposals("id,n,vip\na,1,yes\nb,2,no\n", R"({"ref": "{{row.id}}", "n": "{{row.n|number}}"})",
                  R"({"row.vip": {"equals": "yes"}})");
    BOOST_TEST(told == (texts{R"(a: {"ref":"a","n":1})", "b: -"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_is_told_with_its_line_and_the_others_go_on) {
    auto const told = proposals("id,n\na,x\nb\nc,3\n", R"({"ref": "{{row.id}}", "n": "{{row.n|number}}"})");
    BOOST_TEST_REQUIRE(told.size() == 3U);
    BOOST_TEST(told[0] == R"(a: unfit-cell: line 2: "row.n": `x` is not a number)");
    BOOST_TEST(told[1].starts_with("line 3: bad-row: "));
    BOOST_TEST(told[1].find("line 3") != std::string::npos);
    BOOST_TEST(told[2] == R"(c: {"ref":"c","n":3})");
}

BOOST_AUTO_TEST_CASE(each_row_that_cannot_be_read_is_known_by_the_line_where_it_begins) {
    auto const told = proposals("id,n\na,1\n\nb\n\"\nc\"\n,5\nd,2\n", R"({"ref": "{{row.id}}"})");
    BOOST_TEST_REQUIRE(told.size() == 5U);
    BOOST_TEST(told[1].starts_with("line 4: bad-row: "));
    BOOST_TEST(told[2].starts_with("line 5: bad-row: "));
    BOOST_TEST(told[3].starts_with("line 7: bad-row: "));
    BOOST_TEST(told[4] == R"(d: {"ref":"d"})");
}

BOOST_AUTO_TEST_CASE(the_key_is_what_the_platform_will_know_the_member_by) {
    auto const told = proposals("id,n\na,1\n", R"({"ref": "user_{{row.id}}"})");
    BOOST_TEST(
        told == (texts{R"(a: other-key: line 2: its ref would be "user_a", and the key of its row is "a")"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_it_knows_the_member_by_may_stand_below_another_field) {
    platform = R"("kind": "memberstack-tables", "table": "products", "unique": "sku")";
    makes = "create";
    BOOST_TEST(proposals("id\na\n", R"({"data": {"sku": "{{row.id}}"}})")
                   == (texts{R"(a: {"data":{"sku":"a"}})"}),
               boost::test_tools::per_element());
    BOOST_TEST(
        proposals("id\na\n", R"({"data": {"sku": "x-{{row.id}}"}})")
            == (texts{R"(a: other-key: line 2: its data.sku would be "x-a", and the key of its row is "a")"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_an_upsert_by_looks_members_are_made_of_rows_that_meet_nobody) {
    platform = R"("kind": "memberstack")";
    auto const told = proposals("id,key,n\na@x.y,a@x.y,1\nb@x.y,c@x.y,2\nd@x.y,d@x.y,many\n",
                                R"({"email": "{{row.key}}", "customFields": {"n": "{{row.n|number}}"}})");
    BOOST_TEST_REQUIRE(told.size() == 3U);
    BOOST_TEST(told[0] == R"(a@x.y: {"email":"a@x.y","customFields":{"n":1}})");
    BOOST_TEST(told[1].starts_with("b@x.y: other-key: line 3: its email would be"), told[1]);
    BOOST_TEST(told[2].starts_with("d@x.y: unfit-cell: line 4: "), told[2]);
}

BOOST_AUTO_TEST_SUITE_END()
