#include "cli/guess_words.hpp"

#include "cli/summary.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::cli {

namespace json = boost::json;

namespace {

using provider::finding;

std::string_view word_of(finding::fit f) {
    switch (f) {
    case finding::fit::fits: return "fits";
    case finding::fit::better: return "better";
    case finding::fit::wrong: return "wrong";
    case finding::fit::open: break;
    }
    return "open";
}

std::string_view words_of(finding::fit f) {
    switch (f) {
    case finding::fit::fits: return "fits";
    case finding::fit::better: return "works, and could be better";
    case finding::fit::wrong: return "does not fit";
    case finding::fit::open: break;
    }
    return "cannot be told";
}

std::string told(finding const& f) {
    auto text = std::string(words_of(f.as_set)) + ": " + f.seen;
    if (f.set.empty()) return text;
    auto const object = json::serialize(f.set);
    return text + "; put " + object.substr(1, object.size() - 2) + " into the block \"provider\"";
}

} // namespace

std::string guess_rows(launch::inquired const& of, bool wrapped) {
    if (of.found.empty() && of.broken_off.empty()) return {};
    std::size_t column = 0;
    for (auto const& each : of.found) column = std::max(column, each.what.size() + 2);
    std::string rows = "\nWhat its documents leave open, as seen:\n";
    for (auto const& each : of.found) rows += table_row(each.what, told(each), wrapped, column);
    if (!of.broken_off.empty()) rows += "Not all was asked: " + of.broken_off + '\n';
    return rows;
}

std::string guess_sentence(finding const& f) {
    return f.what + " " + told(f);
}

void add_guesses(json::object& to, launch::inquired const& of) {
    json::array all;
    for (auto const& each : of.found) {
        json::object one{{"setting", each.what}, {"fit", word_of(each.as_set)}, {"seen", each.seen}};
        if (!each.set.empty()) one["set"] = each.set;
        all.emplace_back(std::move(one));
    }
    to["guesses"] = std::move(all);
    if (!of.broken_off.empty()) to["guessesBrokenOff"] = of.broken_off;
}

} // namespace muster::cli
