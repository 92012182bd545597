#include "launch/made_key_lists.hpp"

#include "desk.hpp"

#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::launch {

namespace launch_made_key_lists {

using tests::spill;
using tests::tells;

namespace {

struct desk : tests::desk {
    spec::spec asking(std::string const& more = "") const {
        return a_spec(R"(, "where": {"auth.email": {"in": {"file": ")" + file.string() + R"(", "column": "e")"
                      + more + "}}}");
    }
    static bool matches(spec::spec const& s, std::string const& email) {
        boost::json::value const document{{"auth", {{"email", email}}}};
        return s.where.matches({"m", email, &document.get_object()});
    }
    std::filesystem::path file = path / "keys.csv";
    journal::directory const where = make("job");
};

} // namespace

} // namespace launch_made_key_lists

BOOST_FIXTURE_TEST_SUITE(launch_made_key_lists, desk)

BOOST_AUTO_TEST_CASE(a_where_asks_the_file) {
    spill(file, "e,x\nAnn@x.com ,1\n,2\nbob@x.com,3\nann@x.com,4\n");
    auto const s = asking();
    made_key_lists const keys(storage, s);
    BOOST_TEST(keys.digests().size() == 1U);
    BOOST_TEST(keys.sizes().front() == 2U); // one of them twice
    BOOST_TEST(matches(s, "ann@x.com"));
    BOOST_TEST(!matches(s, "carl@x.com"));
}

BOOST_AUTO_TEST_CASE(a_job_keeps_the_keys_and_needs_the_file_no_more) {
    spill(file, "e\nann@x.com\n");
    auto s = asking();
    made_key_lists keys(storage, s);
    keys.keep(where);
    std::filesystem::remove(file);
    BOOST_TEST(matches(s, "ann@x.com"));
    BOOST_TEST(tests::mode(where.keys(0)) == 0600U);
    auto const again = asking();
    take_up_key_lists(storage, where, again, keys.digests());
    BOOST_TEST(matches(again, "ann@x.com"));
    BOOST_TEST(!matches(again, "bob@x.com"));
}

BOOST_AUTO_TEST_CASE(keys_that_are_not_there_are_read_again_if_the_file_is_as_it_was) {
    spill(file, "e\nann@x.com\n");
    auto const s = asking();
    auto const digests = made_key_lists(storage, s).digests();
    auto const again = asking();
    take_up_key_lists(storage, where, again, digests);
    BOOST_TEST(matches(again, "ann@x.com"));
    spill(where.keys(0), "damage");
    take_up_key_lists(storage, where, again, digests);
    BOOST_TEST(matches(again, "ann@x.com"));
    storage.remove(where.keys(0));
    spill(file, "e\nbob@x.com\n");
    BOOST_CHECK_EXCEPTION(take_up_key_lists(storage, where, again, digests), core::job_error,
                          tells(core::exit_status::usage, "is not as it was when the job began"));
    BOOST_CHECK_EXCEPTION(take_up_key_lists(storage, where, again, {}), core::job_error,
                          tells(core::exit_status::internal, "another number of files"));
}

BOOST_AUTO_TEST_CASE(a_file_without_keys_is_refused_unless_it_may_be) {
    spill(file, "e,x\n,1\n");
    BOOST_CHECK_EXCEPTION(made_key_lists(storage, asking()), core::job_error,
                          tells(core::exit_status::usage, "holds no key"));
    auto const s = asking(R"(, "allowEmpty": true)");
    made_key_lists const keys(storage, s);
    BOOST_TEST(!matches(s, ""));
    BOOST_TEST(!matches(s, "ann@x.com"));
}

BOOST_AUTO_TEST_CASE(what_can_be_no_key_is_refused_and_null_is_none) {
    file = path / "keys.jsonl";
    spill(file, R"({"e": "ann@x.com"})"
                "\n"
                R"({"e": null})"
                "\n"
                R"({"e": ""})"
                "\n{}\n");
    auto const s = asking();
    BOOST_TEST(made_key_lists(storage, s).sizes().front() == 1U);
    for (auto const* const value : {"1.5", "true", R"(["bob@x.com"])", R"({"a": "bob@x.com"})"}) {
        spill(file, R"({"e": "ann@x.com"})"
                    "\n"
                    R"({"e": )"
                        + std::string(value) + "}\n");
        BOOST_CHECK_EXCEPTION(
            made_key_lists(storage, asking()), core::job_error,
            tells(core::exit_status::usage, "line 2: there is no text and no whole number"));
    }
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there_and_columns_are_told_with_their_places) {
    auto const found = [&] {
        auto const all = problems_of_key_lists(storage, asking());
        return all.empty() ? std::string() : all.front().pointer;
    };
    BOOST_TEST(found() == "/where/auth.email/in/file");
    spill(file, "x\n1\n");
    BOOST_TEST(found() == "/where/auth.email/in/column");
    spill(file, "e\n");
    BOOST_TEST(found() == "");
    BOOST_CHECK_EXCEPTION(made_key_lists(storage, asking()), core::job_error,
                          tells(core::exit_status::usage, "(at /where/auth.email/in) holds no key in \"e\""));
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_read_are_refused_with_their_lines) {
    spill(file, "e,x\nann@x.com,1\nbob@x.com\ncarl@x.com,\xFF\n");
    BOOST_CHECK_EXCEPTION(made_key_lists(storage, asking()), core::job_error,
                          tells(core::exit_status::usage, "line 3: the row has 1 cell instead of 2"));
    std::filesystem::remove(file);
    BOOST_CHECK_EXCEPTION(made_key_lists(storage, asking()), core::job_error,
                          tells(core::exit_status::usage, "Nothing was sent"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
