#include "web/assets.hpp"

#include "web/replies.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_assets)

BOOST_AUTO_TEST_CASE(the_program_holds_the_files_of_the_page_as_they_are) {
    namespace fs = std::filesystem;
    auto const root = fs::path(MUSTER_SOURCE_DIR) / "src/web/page";
    std::size_t count = 0;
    for (auto const& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file() || entry.path().extension() == ".md") continue;
        ++count;
        auto const name = entry.path().lexically_relative(root).string();
        std::ifstream in(entry.path(), std::ios::binary);
        std::string const bytes(std::istreambuf_iterator<char>(in), {});
        auto const* const held = find_asset(name);
        BOOST_TEST_REQUIRE(held != nullptr, name);
        BOOST_TEST((held->bytes == bytes), name);
        BOOST_TEST(held->content_type != "application/octet-stream", name);
    }
    BOOST_TEST(count > 0U);
    BOOST_TEST(assets().size() == count);
    BOOST_TEST(find_asset("../guard.cpp") == nullptr);
    BOOST_TEST(find_asset("") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_browser_that_has_a_file_is_told_so) {
    auto const& page = *find_asset("index.html");
    auto const first = asset_reply(page, "");
    BOOST_TEST(first.status == 200U);
    BOOST_TEST((first.body == page.bytes));
    BOOST_TEST((first.more_fields.find("ETag: " + page.etag + "\r\n") != std::string::npos));
    auto const again = asset_reply(page, "\"other\", W/" + page.etag);
    BOOST_TEST(again.status == 304U);
    BOOST_TEST(again.body.empty());
    BOOST_TEST(asset_reply(page, "\"other\"").status == 200U);
}

BOOST_AUTO_TEST_CASE(words_are_no_markup) {
    auto const page = page_reply({404, "x", "<script>\"&'\033"});
    BOOST_TEST((page.body.find("<script>") == std::string::npos));
    BOOST_TEST((page.body.find("&lt;script&gt;&quot;&amp;'?") != std::string::npos));
    BOOST_TEST((common_fields().find("default-src 'none'") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
