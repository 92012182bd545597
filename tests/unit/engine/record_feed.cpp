#include "engine/record_feed.hpp"

#include "core/errors.hpp"
#include "spec/read.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(feed_of_records)

using namespace muster;

namespace {

spec::spec spec_of(std::size_t records) {
    std::string text = R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
        "operation": {"create": {}}, "where": {"vip": {"equals": true}}, "source": {"members": [)";
    for (std::size_t i = 0; i < records; ++i)
        text += std::string(i == 0 ? "" : ",") + R"({"email": "m)" + std::to_string(i)
                + R"(@example.com", "vip": )" + (i % 2 == 0 ? "true}" : "false}");
    auto read = spec::read(text + "]}}", {});
    BOOST_TEST_REQUIRE(read.value.has_value(), spec::format("", read.mistakes));
    return std::move(*read.value);
}

/// All sheets from a cursor on.
std::vector<engine::sheet> sheets(spec::spec const& spec, std::string const& after) {
    async::stop stop;
    engine::record_feed feed(spec, stop, after, {});
    std::vector<engine::sheet> all;
    for (;;) {
        std::optional<engine::sheet> got;
        boost::asio::io_context loop;
        boost::asio::co_spawn(loop, feed.next(), [&](std::exception_ptr e, std::optional<engine::sheet> s) {
            if (e) std::rethrow_exception(e);
            got = std::move(s);
        });
        loop.run();
        if (!got) return all;
        all.push_back(std::move(*got));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(records_come_in_sheets_in_their_order) {
    auto const spec = spec_of(250);
    auto const all = sheets(spec, "");
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].from == "");
    BOOST_TEST(all[0].next == "100");
    BOOST_TEST(all[1].from == "100");
    BOOST_TEST(all[2].next == "250");
    BOOST_TEST(all[1].more);
    BOOST_TEST(!all[2].more);
    BOOST_TEST(all[0].total.value() == 250U);
    BOOST_TEST(all[2].proposals.size() == 50U);
    auto const& first = all[0].proposals.front();
    BOOST_TEST(first.member == "m0@example.com");
    BOOST_TEST(first.email == "m0@example.com");
    BOOST_TEST((first.what == engine::proposal::kind::change));
    BOOST_TEST((all[0].proposals[1].what == engine::proposal::kind::not_matching));
}

BOOST_AUTO_TEST_CASE(it_goes_on_from_a_cursor) {
    auto const spec = spec_of(250);
    BOOST_TEST(sheets(spec, "200").front().proposals.front().member == "m200@example.com");
    BOOST_TEST(sheets(spec, "250").empty());
    for (auto const* const bad : {"251", "x", "-1", "1x"})
        BOOST_CHECK_THROW(sheets(spec, bad), core::job_error);
}

BOOST_AUTO_TEST_SUITE_END()
