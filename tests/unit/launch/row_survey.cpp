#include "launch/row_survey.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"
#include "spec/read.hpp"

#include <boost/test/unit_test.hpp>

namespace survey_of_rows {

using namespace muster;

namespace {

struct desk : tests::scratch {
    spec::spec spec_of(std::string const& text) {
        tests::spill(file, text);
        auto read = spec::read(R"({"name": "n", "provider": {"kind": "publisher", "key": {"env": "K"},
                "baseUrl": "http://127.0.0.1:1", "memberBaseId": "mb_1"},
                "source": {"csv": {"file": ")"
                                   + file.string() + R"(", "key": "id"}},
                "operation": {"upsert": {"ref": "{{row.id}}", "n": "{{row.n|number}}"}}})",
                               {});
        BOOST_TEST_REQUIRE(read.value.has_value(), spec::format("", read.mistakes));
        return std::move(*read.value);
    }
    launch::row_survey survey(std::string const& text) { return launch::survey_rows(storage, spec_of(text)); }
    /// Why a file is refused.
    std::string refusal(std::string const& text) {
        try {
            launch::refuse_bad_rows(survey(text));
        } catch (core::job_error const& e) {
            BOOST_TEST((e.status() == core::exit_status::usage));
            return e.what();
        }
        return "accepted";
    }

    files::posix_storage storage;
    std::filesystem::path const file = path / "in.csv";
};

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace
} // namespace survey_of_rows

BOOST_FIXTURE_TEST_SUITE(survey_of_rows, desk)

BOOST_AUTO_TEST_CASE(good_rows_are_counted) {
    auto const found = survey("id,n\na,1\nb,2\n\n");
    BOOST_TEST(found.rows == 2U);
    BOOST_TEST(found.bad == 0U);
    BOOST_TEST(found.digest.size() == 64U);
    BOOST_TEST(refusal("id,n\na,1\n") == "accepted");
}

BOOST_AUTO_TEST_CASE(bad_rows_are_told_the_first_of_them_with_their_lines) {
    std::string text = "id,n\n";
    for (int i = 0; i < 30; ++i) text += "r" + std::to_string(i) + (i % 3 == 0 ? ",1\n" : ",x\n");
    BOOST_TEST(survey(text).bad == 20U);
    auto const why = refusal(text + "z,y\n");
    BOOST_TEST(holds(why, "21 of 31 rows cannot be used, and nothing was sent"));
    BOOST_TEST(holds(why, "line 3: \"row.n\": `x` is not a number"));
    BOOST_TEST(holds(why, "and 1 more"));
    BOOST_TEST(holds(why, "--valid-only"));
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_refused_with_both_lines) {
    auto const why = refusal("id,n\na,1\n\"b\",2\nc,3\nb,4\n");
    BOOST_TEST(holds(why, R"(line 5 has the same key as line 3: "b")"));
    BOOST_TEST(holds(why, R"(1 row has the same "id" as another)"));
    BOOST_TEST(!holds(why, "cannot be used"));
    auto const all = refusal("id,n\na,x\nb,2\nb,3\nc,4,5\n");
    BOOST_TEST(holds(all, "line 4 has the same key as line 3"), all);
    BOOST_TEST(holds(all, "Beside that, 2 of 4 rows cannot be used"), all);
    BOOST_TEST(all.ends_with("line 5: the row has 3 cells instead of 2"), all);
}

BOOST_AUTO_TEST_CASE(a_column_that_the_file_lacks_is_named_beside_those_that_it_has) {
    auto const why = refusal("id,points\na,1\n");
    BOOST_TEST(holds(why, R"(has no column "n")"));
    BOOST_TEST(holds(why, R"(it has "id", "points")"));
}

BOOST_AUTO_TEST_CASE(what_can_be_told_of_a_file_without_its_rows) {
    auto const told = [&](spec::spec const& spec) {
        auto const found = launch::problems_of_rows(storage, spec);
        return found.empty() ? std::string() : found.at(0).pointer + ": " + found.at(0).message;
    };
    BOOST_TEST(told(spec_of("id,n\na,not a number\n")).empty()); // no row is looked at
    BOOST_TEST(
        holds(told(spec_of("id,m\na,1\n")), "/source/csv/file: " + file.string() + " has no column \"n\""));
    BOOST_TEST(holds(told(spec_of("ID,n\na,1\n")), "/source/csv/key: "));
    BOOST_TEST(holds(told(spec_of("")), "/source/csv/file: "));
    auto spec = spec_of("id,n\na,1\n");
    std::filesystem::remove(file);
    BOOST_TEST(told(spec).starts_with("/source/csv/file: "));
    BOOST_TEST(holds(told(spec), file.string()));
    spec.rows->file = "-";
    BOOST_TEST(told(spec).empty());
    spec.rows.reset();
    BOOST_TEST(told(spec).empty());
}

BOOST_AUTO_TEST_CASE(a_header_is_no_row_that_could_be_passed_over) {
    for (auto const* const text : {"id,n,n\na,1,2\n", "", "id,\"n\na,1\n", "\xff\n"}) {
        auto const why = refusal(text);
        BOOST_TEST(why.ends_with(". Nothing was sent."), why);
        BOOST_TEST(!holds(why, "--valid-only"), why);
    }
    BOOST_TEST(holds(refusal("id,n\na,\"1\n"), "--valid-only cannot pass over this one"));
}

BOOST_AUTO_TEST_CASE(a_question_ends_its_sentence) {
    BOOST_TEST(refusal("\x1f\x8b\x08").ends_with("was it copied whole? Nothing was sent."));
}

BOOST_AUTO_TEST_CASE(files_without_rows_are_refused) {
    BOOST_TEST(holds(refusal("id,n\n"), "has no rows"));
    BOOST_TEST(refusal("") != "accepted");
    auto const spec = spec_of("id,n\na,1\n");
    std::filesystem::remove(file);
    BOOST_CHECK_THROW(launch::survey_rows(storage, spec), core::job_error);
}

BOOST_AUTO_TEST_CASE(a_file_that_changed_is_refused) {
    auto const spec = spec_of("id,n\na,1\n");
    auto const digest = launch::survey_rows(storage, spec).digest;
    BOOST_CHECK_NO_THROW(launch::refuse_changed_rows(storage, spec, digest));
    tests::spill(file, "id,n\na,2\n");
    BOOST_CHECK_THROW(launch::refuse_changed_rows(storage, spec, digest), core::job_error);
    std::filesystem::remove(file);
    BOOST_CHECK_THROW(launch::refuse_changed_rows(storage, spec, digest), core::job_error);
}

BOOST_AUTO_TEST_SUITE_END()
