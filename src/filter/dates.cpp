#include "filter/dates.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace muster::filter {
namespace {

using word_list = std::vector<std::string_view>;

/// A run of digits, of letters, or of anything else.
struct token {
    enum class sort { digits, letters, signs };
    sort is;
    std::string text;
};

token::sort sort_of(char c) {
    if (c >= '0' && c <= '9') return token::sort::digits;
    return c >= 'a' && c <= 'z' ? token::sort::letters : token::sort::signs;
}

/// The text in small letters, in runs; without spaces at its ends.
std::vector<token> tokens_of(std::string_view text) {
    std::vector<token> all;
    auto const begin = text.find_first_not_of(' ');
    if (begin == text.npos) return all;
    for (char c : text.substr(begin, text.find_last_not_of(' ') - begin + 1)) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        auto const sort = sort_of(c);
        if (all.empty() || all.back().is != sort) all.push_back({sort, {}});
        all.back().text += c;
    }
    return all;
}

bool is_among(std::string_view word, word_list const& these) {
    return std::find(these.begin(), these.end(), word) != these.end();
}

bool is_month(std::string_view word) {
    static word_list const months{"jan",  "january", "feb",    "february", "mar",  "march",
                                  "apr",  "april",   "may",    "jun",      "june", "jul",
                                  "july", "aug",     "august", "sep",      "sept", "september",
                                  "oct",  "october", "nov",    "november", "dec",  "december"};
    return is_among(word, months);
}

bool is_weekday(std::string_view word) {
    static word_list const days{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                                "mon",    "tue",     "wed",       "thu",      "fri",    "sat",      "sun"};
    return is_among(word, days);
}

bool is_unit(std::string_view word) {
    static word_list const units{"ms",       "s",     "sec",    "secs",    "second", "seconds", "m",
                                 "min",      "mins",  "minute", "minutes", "h",      "hr",      "hrs",
                                 "hour",     "hours", "d",      "day",     "days",   "w",       "week",
                                 "weeks",    "mo",    "mon",    "month",   "months", "q",       "quarter",
                                 "quarters", "y",     "yr",     "yrs",     "year",   "years"};
    return is_among(word, units);
}

/// `yesterday`, `now-30d`, `today()`, `last week`, `30 days ago`.
bool is_spoken(std::vector<token> const& all) {
    static word_list const moments{"now", "today", "yesterday", "tomorrow", "tonight"};
    static word_list const near{"last", "next", "this", "previous"};
    auto const& first = all.front();
    if (is_among(first.text, moments)) return all.size() == 1 || all[1].is == token::sort::signs;
    if (all.size() == 1) return is_weekday(first.text) && first.text.size() > 3;
    if (all.back().text == "ago") return true;
    return all.size() == 3 && is_among(first.text, near)
           && (is_unit(all[2].text) || is_weekday(all[2].text) || is_month(all[2].text));
}

/// `Jan 5 2024`, `5th of January`, `Fri, 31 Jan 2024 10:00:00 GMT`.
bool is_written_out(std::vector<token> const& all) {
    static word_list const fillers{"st", "nd", "rd",  "th",  "of", "the", "at",
                                   "am", "pm", "gmt", "utc", "z",  "t"};
    bool month = false;
    bool digits = false;
    for (auto const& t : all) {
        if (t.is == token::sort::digits) digits = true;
        if (t.is != token::sort::letters) continue;
        if (is_month(t.text)) {
            month = true;
        } else if (!is_weekday(t.text) && !is_among(t.text, fillers)) {
            return false;
        }
    }
    return month && digits;
}

bool is_short(token const& t) {
    return t.is == token::sort::digits && t.text.size() <= 2;
}

bool is_year(token const& t) {
    return t.is == token::sort::digits && t.text.size() == 4;
}

/// `31/01/2024`, `2024-1-31`, `1.2.2024 10:00`, `01/31/24`.
bool is_day_in_figures(std::vector<token> const& all) {
    if (all.size() < 5 || all[1].text != all[3].text) return false;
    auto const& between = all[1].text;
    if (between != "/" && between != "-" && between != "." && between != ". ") return false;
    bool const begins_with_year = is_year(all[0]) && is_short(all[2]) && is_short(all[4]);
    bool const ends_with_year =
        is_short(all[0]) && is_short(all[2]) && (is_year(all[4]) || (is_short(all[4]) && between == "/"));
    if (!begins_with_year && !ends_with_year) return false;
    if (all.size() == 5) return true;
    auto const& next = all[5].text;
    return next == "t" || next == "z" || next.front() == ' ' || next.front() == ',';
}

/// `2024-01`, `01/2024`, `2024-W05`.
bool is_month_in_figures(std::vector<token> const& all) {
    if (all.size() == 4)
        return is_year(all[0]) && all[1].text == "-" && all[2].text == "w" && is_short(all[3]);
    if (all.size() != 3 || (all[1].text != "-" && all[1].text != "/")) return false;
    auto const month = [](token const& t) {
        return is_short(t) && std::stoi(t.text) >= 1 && std::stoi(t.text) <= 12;
    };
    return (is_year(all[0]) && month(all[2])) || (month(all[0]) && is_year(all[2]));
}

} // namespace

bool looks_like_offset(std::string_view text) {
    auto all = tokens_of(text);
    std::erase_if(all, [](token const& t) { return t.text == " "; });
    if (!all.empty() && is_among(all.front().text, {"-", "+", "- ", "+ "})) all.erase(all.begin());
    if (all.size() == 2) return all[0].is == token::sort::digits && is_unit(all[1].text);
    // An ISO 8601 span: P30D.
    return all.size() == 3 && all[0].text == "p" && all[1].is == token::sort::digits && is_unit(all[2].text);
}

bool is_compact_date(std::string_view text) {
    if (text.size() != 8 || text.find_first_not_of("0123456789") != text.npos) return false;
    auto const two = [text](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    return (two(0) == 19 || two(0) == 20) && two(4) >= 1 && two(4) <= 12 && two(6) >= 1 && two(6) <= 31;
}

bool looks_like_date(std::string_view text) {
    // No date is that long; it also bounds the work.
    constexpr std::size_t longest = 64;
    if (text.size() > longest) return false;
    auto const all = tokens_of(text);
    if (all.empty()) return false;
    return is_spoken(all) || is_written_out(all) || is_day_in_figures(all) || is_month_in_figures(all)
           || looks_like_offset(text);
}

} // namespace muster::filter
