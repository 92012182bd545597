// The reference page of `where`, held against the reader: its examples, its tables and its list of operators.
#include "filter/words.hpp"
#include "provider/memberstack/vocabulary.hpp"
#include "where.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <memory>
#include <sstream>

BOOST_AUTO_TEST_SUITE(where_page)

namespace {

std::string page() {
    std::ifstream in(std::string(MUSTER_SOURCE_DIR) + "/jobs/where.md", std::ios::binary);
    BOOST_REQUIRE(in);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

/// What stands between each `begin` and the `end` after it.
std::vector<std::string> between(std::string_view text, std::string_view begin, std::string_view end) {
    std::vector<std::string> found;
    for (;;) {
        auto const at = text.find(begin);
        if (at == text.npos) return found;
        text.remove_prefix(at + begin.size());
        auto const length = text.find(end);
        BOOST_REQUIRE(length != text.npos);
        found.emplace_back(text.substr(0, length));
        text.remove_prefix(length + end.size());
    }
}

/// The cells of each row of the table that follows `head`, its first header.
std::vector<std::vector<std::string>> table(std::string const& text, std::string const& head) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(text.substr(text.find("| " + head + " |")));
    for (std::string line; std::getline(lines, line) && line.starts_with('|');) {
        auto& row = rows.emplace_back();
        std::istringstream cells(line.substr(1));
        for (std::string cell; std::getline(cells, cell, '|');) {
            auto const first = cell.find_first_not_of(' ');
            row.push_back(cell.substr(first, cell.find_last_not_of(' ') - first + 1));
        }
    }
    rows.erase(rows.begin() + 1); // the line below the header
    return rows;
}

std::string without_ticks(std::string const& cell) {
    return cell.starts_with('`') ? cell.substr(1, cell.size() - 2) : cell;
}

/// What a file holds that nobody has.
class nobody final : public muster::filter::outside_set {
public:
    bool has(std::string_view) override { return false; }
};

/// Nothing is wrong with it, and nothing is warned of.
void check_example(std::string const& where) {
    auto const platform = muster::provider::memberstack::vocabulary();
    muster::filter::known about{&platform.document, noon};
    about.outside = [](muster::core::node const& n, muster::filter::set_place const&) {
        auto const named = n.require("file").has_value() && n.require("column").has_value();
        return named ? std::make_shared<nobody>() : nullptr;
    };
    BOOST_TEST_CONTEXT(where) {
        BOOST_TEST(noted(where, false, about).empty());
        BOOST_TEST(noted(where, true, about).empty());
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(its_examples_are_fine) {
    auto const blocks = between(page(), "```json\n", "```");
    BOOST_TEST(blocks.size() >= 20U);
    for (auto const& block : blocks) check_example(block);
}

BOOST_AUTO_TEST_CASE(it_has_each_operator_with_an_example) {
    std::vector<std::string> listed;
    auto const rows = table(page(), "operator");
    for (std::size_t i = 1; i < rows.size(); ++i) {
        BOOST_REQUIRE(rows[i].size() == 3U);
        listed.push_back(without_ticks(rows[i][0]));
        auto const example = without_ticks(rows[i][2]);
        BOOST_TEST(example.find('"' + listed.back() + '"') != example.npos, example);
        check_example(example);
    }
    std::vector<std::string> expected(muster::filter::operator_words.begin(),
                                      muster::filter::operator_words.end());
    std::sort(listed.begin(), listed.end());
    std::sort(expected.begin(), expected.end());
    BOOST_TEST(listed == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_it_says_of_missing_and_other_values_is_so) {
    auto const rows = table(page(), "condition");
    BOOST_TEST(rows.size() > 15U);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        auto const where = without_ticks(rows[i][0]);
        for (std::size_t column = 1; column < rows[0].size(); ++column) {
            auto const value = without_ticks(rows[0][column]);
            auto const document = value == "missing" ? "{}" : "{\"f\": " + value + '}';
            BOOST_TEST_CONTEXT(where << " of " << value) {
                BOOST_TEST((matches(where, document) ? "yes" : "no") == rows[i].at(column));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
