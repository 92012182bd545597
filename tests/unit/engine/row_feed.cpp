#include "engine/row_feed.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"
#include "spec/read.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

namespace feed_of_rows {

using namespace muster;

namespace {

/// Runs work at once.
class here final : public async::blocking_runner {
public:
    void run(std::function<void()> work, std::function<void(std::exception_ptr)> done) override {
        std::exception_ptr error;
        try {
            work();
        } catch (...) {
            error = std::current_exception();
        }
        done(error);
    }
};

template <class Result>
Result result_of(boost::asio::awaitable<Result> work) {
    std::optional<Result> got;
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e, Result r) {
        if (e) std::rethrow_exception(e);
        got.emplace(std::move(r));
    });
    loop.run();
    return std::move(*got);
}

/// A file of 250 rows, "r0" to "r249", that are upserted 100 at a time.
struct desk : tests::scratch {
    desk() {
        std::string text = "id,n\n";
        for (int i = 0; i < 250; ++i) text += "r" + std::to_string(i) + ",\"" + std::to_string(i) + "\n\"\n";
        tests::spill(path / "in.csv", text);
        auto read = spec::read(R"({"name": "n", "provider": {"kind": "publisher", "key": {"env": "K"},
                "baseUrl": "http://127.0.0.1:1", "memberBaseId": "mb_1", "batch": 100},
                "source": {"csv": {"file": ")"
                                   + (path / "in.csv").string() + R"(", "key": "id"}},
                "operation": {"upsert": {"ref": "{{row.id}}", "n": "{{row.n|number}}"}}})",
                               {});
        BOOST_TEST_REQUIRE(read.value.has_value(), spec::format("", read.mistakes));
        spec = std::move(*read.value);
    }
    engine::row_feed feed(std::string const& after = "") {
        return {storage, runner, spec, stop, after, 250U, {}, {}};
    }
    std::vector<engine::sheet> sheets(std::string const& after = "") {
        auto source = feed(after);
        std::vector<engine::sheet> all;
        while (auto next = result_of(source.next())) all.push_back(std::move(*next));
        return all;
    }

    files::posix_storage storage;
    here runner;
    async::stop stop;
    spec::spec spec;
};

} // namespace
} // namespace feed_of_rows

BOOST_FIXTURE_TEST_SUITE(feed_of_rows, desk)

BOOST_AUTO_TEST_CASE(rows_come_in_sheets_of_what_one_request_carries) {
    auto const all = sheets();
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].from == "");
    BOOST_TEST(all[1].from == all[0].next);
    BOOST_TEST(all[0].next.ends_with(":202")); // each row has two lines
    BOOST_TEST(all[1].more);
    BOOST_TEST(!all[2].more);
    BOOST_TEST(all[0].total.value() == 250U);
    BOOST_TEST(all[2].proposals.size() == 50U);
    BOOST_TEST(all[2].proposals.back().member == "r249");
}

BOOST_AUTO_TEST_CASE(it_goes_on_from_a_cursor) {
    auto const all = sheets();
    auto const rest = sheets(all[0].next);
    BOOST_TEST_REQUIRE(rest.size() == 2U);
    BOOST_TEST(rest[0].proposals.front().member == "r100");
    BOOST_TEST(rest[1].next == all[2].next);
    for (auto const* const bad : {"7", "x:1", "1:", ":1"}) BOOST_CHECK_THROW(feed(bad), core::job_error);
}

BOOST_AUTO_TEST_CASE(rows_of_an_earlier_run_are_found_wherever_they_stand) {
    auto const all = sheets();
    auto source = feed(all[0].next);
    auto const again = result_of(source.recall({"r7", "r120", "r249"}));
    std::set<std::string_view> found;
    for (auto const& p : again.proposals) {
        BOOST_TEST((p.what == engine::proposal::kind::change));
        found.insert(p.member);
    }
    BOOST_TEST((found == std::set<std::string_view>{"r7", "r120", "r249"}));
    BOOST_CHECK_THROW(result_of(source.recall({"r7", "r250"})), core::job_error);
    BOOST_TEST(result_of(source.next())->proposals.front().member == "r100"); // as if nothing had been asked
}

BOOST_AUTO_TEST_CASE(a_file_that_is_gone_or_broken_ends_it) {
    tests::spill(path / "in.csv", "id,n\nr0,\"1");
    BOOST_CHECK_THROW(sheets(), core::job_error);
    std::filesystem::remove(path / "in.csv");
    BOOST_CHECK_THROW(sheets(), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
