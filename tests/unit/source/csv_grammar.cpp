// Every short text over the bytes that mean something to CSV, against a model that goes by single bytes.
#include "csv_texts.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

BOOST_AUTO_TEST_SUITE(grammar_of_csv)

using namespace muster;
using tests::csv_told;

namespace {

constexpr std::string_view alphabet = "a,\"\r\n";

using cells = std::vector<std::string>;

/// The grammar once more, as plain as can be: what a whole text means, up to what is wrong with it.
class model {
public:
    explicit model(std::string_view text) {
        for (std::size_t i = 0; i < text.size() && !wrong; ++i) {
            bool const pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            take(text[i]);
            if (pair && inside != place::quoted) ++i; // CRLF is one line end
        }
        if (inside == place::quoted) wrong = true;
        if (!wrong && inside != place::between_rows) end_row();
    }

    std::vector<cells> rows;
    bool wrong = false;

private:
    enum class place { between_rows, begin_of_cell, bare, quoted, quote_in_quoted };

    void take(char c) {
        if (inside == place::quoted) {
            if (c == '"')
                inside = place::quote_in_quoted;
            else
                cell += c;
        } else if (c == '"' && inside != place::bare) {
            if (inside == place::quote_in_quoted) cell += c;
            inside = place::quoted;
        } else if (c == ',') {
            row.push_back(std::exchange(cell, {}));
            inside = place::begin_of_cell;
        } else if (c == '\r' || c == '\n') {
            end_row();
        } else if (inside == place::quote_in_quoted) {
            wrong = true;
        } else {
            cell += c;
            inside = place::bare;
        }
    }

    void end_row() {
        if (inside != place::between_rows) row.push_back(std::exchange(cell, {}));
        rows.push_back(std::exchange(row, {}));
        inside = place::between_rows;
    }

    place inside = place::between_rows;
    std::string cell;
    cells row;
};

/// Calls `f` with each text of up to `longest` letters of the alphabet, except the empty one.
void for_each_text(std::size_t longest, std::function<void(std::string const&)> const& f) {
    for (std::vector<std::string> texts{""}; texts.front().size() < longest;) {
        std::vector<std::string> longer;
        for (auto const& text : texts)
            for (char const c : alphabet) f(longer.emplace_back(text + c));
        texts = std::move(longer);
    }
}

/// Whether what a reader tells is what the text means; the rows must stand one behind the other, byte by
/// byte.
bool fits(std::vector<csv_told> const& told, model const& meant, std::string const& text) {
    if (told.size() != meant.rows.size() + (meant.wrong ? 1 : 0)) return false;
    std::string bytes;
    for (std::size_t i = 0; i < meant.rows.size(); ++i) {
        if (!told[i].mistake.empty() || told[i].cells != meant.rows[i]) return false;
        if (told[i].begins.offset != bytes.size()) return false;
        bytes += told[i].bytes;
        if (told[i].ends.offset != bytes.size()) return false;
        if (i > 0 && told[i].begins != told[i - 1].ends) return false;
    }
    if (meant.wrong) return told.back().mistake.ends_with("[the end]") && text.starts_with(bytes);
    return bytes == text;
}

/// The text in pieces: a bit of `cuts` for each place between two bytes.
std::vector<std::string_view> pieces_of(std::string_view text, unsigned cuts) {
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= text.size(); ++i) {
        if (i < text.size() && (cuts >> (i - 1) & 1U) == 0) continue;
        pieces.push_back(text.substr(begin, i - begin));
        begin = i;
    }
    return pieces;
}

std::string shown(std::string const& text) {
    std::string result;
    for (char const c : text) result += c == '\r' ? "<CR>" : c == '\n' ? "<LF>" : std::string(1, c);
    return result;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_text_of_seven_bytes_means_what_the_model_says) {
    std::size_t texts = 0, wrong = 0;
    for_each_text(7, [&](std::string const& text) {
        model const meant(text);
        ++texts;
        if (meant.wrong) ++wrong;
        if (!fits(tests::read_whole(text), meant, text)) BOOST_ERROR(shown(text));
    });
    BOOST_TEST(texts == 97'655U);
    BOOST_TEST(wrong > 20'000U);
    BOOST_TEST(wrong < 60'000U);
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_in_which_pieces_a_text_comes) {
    for_each_text(5, [&](std::string const& text) {
        auto const whole = tests::read_whole(text);
        for (unsigned cuts = 1; cuts < 1U << (text.size() - 1); ++cuts)
            if (tests::read_pieces(pieces_of(text, cuts)) != whole)
                BOOST_ERROR(shown(text) << " cut " << cuts);
    });
    std::size_t nth = 0;
    for_each_text(7, [&](std::string const& text) { // one cut at each place in turn, and byte by byte
        if (text.size() < 6) return;
        auto const whole = tests::read_whole(text);
        auto const cut = 1U << (nth++ % (text.size() - 1));
        for (unsigned const cuts : {cut, (1U << (text.size() - 1)) - 1U})
            if (tests::read_pieces(pieces_of(text, cuts)) != whole)
                BOOST_ERROR(shown(text) << " cut " << cuts);
    });
}

BOOST_AUTO_TEST_CASE(reading_goes_on_from_behind_every_row_as_if_it_had_begun_at_the_start) {
    for_each_text(6, [&](std::string const& text) {
        auto const whole = tests::read_whole(text);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            if (!whole[i].mistake.empty()) continue;
            source::csv_reader reader(',', 0, whole[i].ends);
            reader.feed(std::string_view(text).substr(whole[i].ends.offset));
            reader.finish();
            std::vector<csv_told> rest(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            tests::take_rows(reader, rest);
            if (rest != whole) BOOST_ERROR(shown(text) << " from row " << i);
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()
