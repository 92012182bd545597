#include "cli/history_words.hpp"

#include "cli/deed_writer.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace muster::cli {

namespace json = boost::json;
using core::outcome;
using launch::past_deed;

namespace {

constexpr std::string_view open_outcome = "open";
constexpr std::size_t below_deed = 4;
constexpr std::size_t behind_time = 22; // `2026-01-31T09:05:07Z  `

std::vector<std::string> steps_of_deed(launch::deed const& d) {
    if (d.change.is_null()) return {};
    try {
        return steps_of(core::change_from_json(d.change), d.before);
    } catch (std::invalid_argument const&) { // of another version of muster
        return {shown_line(in_words(d.change))};
    }
}

/// What stands before the steps where they are not just what happened.
std::string_view doubt_about_steps(past_deed const& p) {
    if (p.open) return p.running ? "now: " : "perhaps: ";
    switch (p.what.settled.outcome) {
    case outcome::failed:
    case outcome::gone: return "not done: ";
    case outcome::unknown: return "perhaps: ";
    default: return "";
    }
}

std::string outcome_word(past_deed const& p) {
    if (p.open) return p.running ? "in flight" : "in doubt";
    return std::string(core::to_string(p.what.settled.outcome));
}

std::vector<std::string> lines_below(past_deed const& p, std::string const& state_option) {
    auto const& s = p.what.settled;
    std::vector<std::string> lines;
    if (!s.code.empty() || !s.message.empty())
        lines.push_back(shown_line(s.code + (s.code.empty() || s.message.empty() ? "" : ": ") + s.message));
    for (auto const& step : steps_of_deed(p.what)) lines.push_back(std::string(doubt_about_steps(p)) + step);
    if (p.open && !p.running && !p.archived)
        lines.push_back("to have it settled: muster resume " + p.job + state_option);
    return lines;
}

bool is_one_member(std::vector<past_deed> const& deeds) {
    return std::all_of(deeds.begin(), deeds.end(), [&](past_deed const& p) {
        return p.what.settled.member == deeds.front().what.settled.member;
    });
}

/// The member, and the address that is known last.
std::string headline(std::vector<past_deed> const& deeds) {
    auto const known =
        std::find_if(deeds.rbegin(), deeds.rend(), [](past_deed const& p) { return !p.what.email.empty(); });
    return shown_line(deeds.front().what.settled.member)
           + (known == deeds.rend() ? "" : "  " + shown_line(known->what.email)) + "\n";
}

} // namespace

std::string as_table(launch::member_history const& h, bool wrapped, std::string const& state_option) {
    if (h.deeds.empty()) return {};
    bool const one = is_one_member(h.deeds);
    std::string out = one ? headline(h.deeds) : "";
    for (auto const& p : h.deeds) {
        auto what = outcome_word(p) + "  " + shown_line(p.job) + (p.archived ? "  (archived)" : "");
        if (!one) {
            what += "  " + shown_line(p.what.settled.member);
            if (!p.what.email.empty()) what += "  " + shown_line(p.what.email);
        }
        out += table_row(shown_line(p.what.at), what, wrapped, behind_time);
        for (auto const& line : lines_below(p, state_option)) out += table_row("", line, wrapped, below_deed);
    }
    return out;
}

std::string as_csv(launch::member_history const& h) {
    std::string out = "time,job,member,email,outcome,attempts,code,message,change,before,after\n";
    auto const of_json = [](auto const& v) { return shown_json(json::serialize(v)); };
    for (auto const& p : h.deeds) {
        auto const& s = p.what.settled;
        auto const set = after(p.what.change);
        for (auto const& field :
             {shown_line(p.what.at), shown_line(p.job), shown_line(s.member), shown_line(p.what.email),
              std::string(p.open ? open_outcome : core::to_string(s.outcome)),
              p.open ? "" : std::to_string(s.attempts), shown_line(s.code), shown_line(s.message),
              p.what.change.is_null() ? "" : of_json(p.what.change),
              p.what.before.empty() ? "" : of_json(p.what.before), set.empty() ? "" : of_json(set)})
            out += csv_field(field, false) + ',';
        out.back() = '\n';
    }
    return out;
}

json::object as_json(past_deed const& p) {
    json::object o;
    if (!p.what.at.empty()) o["time"] = p.what.at;
    o["job"] = p.job;
    if (p.archived) o["archived"] = true;
    for (auto const& field : deed_object(p.what)) o.insert(field); // `time` stands there already
    if (!p.what.row.empty()) o["row"] = p.what.row;
    if (!p.open) return o;
    o["outcome"] = open_outcome;
    o.erase("attempts");
    return o;
}

} // namespace muster::cli
