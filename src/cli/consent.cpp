#include "cli/consent.hpp"

#include "cli/columns.hpp"
#include "cli/look.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "spec/has_where.hpp"

#include <boost/json/serialize.hpp>

namespace muster::cli {

namespace json = boost::json;

namespace {

// Enough to see a misspelt field; a person who is asked waits a second for a better estimate.
constexpr std::uint64_t pages_looked_at = 3;
constexpr std::uint64_t pages_before_a_question = 25;
constexpr std::chrono::seconds longest_look{10};
constexpr std::size_t longest_where = 600;

struct first_look {
    std::optional<engine::preview> found;
    std::string why_not; ///< printable
};

/// How many members one request shows.
std::uint64_t members_at_once(spec::spec const& spec) {
    if (!spec.meets_members()) return spec.pace.page_size;
    return provider::members_per_look(spec.platform->about(), provider::sought_by(spec.rows->by != "id"));
}

first_look take_first_look(spec::spec const& spec, std::string const& key, journal::state const& so_far,
                           bool before_a_question, bool ignore_windows) {
    auto const pages = before_a_question ? pages_before_a_question : pages_looked_at;
    try {
        engine::preview_choices choices{0, pages * members_at_once(spec), false, ignore_windows};
        if (spec.rows && so_far.job()) choices.rows = so_far.job()->rows;
        return {look(spec, key, choices, longest_look), {}};
    } catch (core::job_error const& e) {
        // What passes, the run itself waits out.
        if (e.status() != core::exit_status::stopped) throw;
        return {std::nullopt, shown_line(e.what())};
    }
}

std::string where_of(spec::spec const& spec) {
    bool const named = spec.rows || spec.records;
    if (spec.applies_plan) return "whoever the plan names, as long as they are as they were then";
    if (!spec::has_where(spec)) return named ? "whoever its rows name" : "everyone, as there is no where";
    auto const where = cut_to(shown_line(json::serialize(spec.document.at("where"))), longest_where);
    return named ? "whoever its rows name, if " + where : where;
}

std::string members_so_far(journal::state const& so_far) {
    return std::to_string(so_far.totals().settled()) + " settled of " + std::to_string(so_far.matched())
           + " that matched so far"
           + (so_far.list_ended() ? std::string() : "; the rest of the list is still to be read");
}

/// What a deletion asks to be typed: the number of members, as far as it is known.
std::string word_to_type(first_look const& looked) {
    if (!looked.found) return "delete";
    auto const& p = *looked.found;
    auto const number = p.whole ? p.to_change : p.likely_matched().value_or(p.matched);
    return number > 0 ? std::to_string(number) : "delete";
}

[[noreturn]] void refuse_change(std::string const& why) {
    throw core::job_error(core::exit_status::refused, why + ". Nothing was sent.");
}

/// Whether they type this word, or a number that is written so, or with commas.
bool types(terminal& person, std::string const& word) {
    auto const what = word == "delete" ? "the word " : "the number ";
    auto answer = person.ask("To go on, type " + std::string(what) + word + ": ").value_or("");
    std::erase_if(answer, [](char c) { return c == ' ' || c == ',' || c == '\r'; });
    return answer == word;
}

struct stakes {
    std::string operation;
    std::string where;
    std::string members;
    std::string undo; ///< empty where that is not known
};

std::string as_table(spec::spec const& spec, stakes const& s, std::vector<notice> const& warnings) {
    std::string text = "This changes real members at " + core::printable(spec.at.base_url) + ":\n"
                       + table_row("  does", s.operation, true, 12) + table_row("  where", s.where, true, 12)
                       + table_row("  members", s.members, true, 12);
    if (!s.undo.empty()) text += table_row("  undo", s.undo, true, 12);
    for (auto const& w : warnings) text += table_row("  warning", w.text, true, 12);
    return text;
}

} // namespace

std::optional<terminal> whom_to_ask(bool yes) {
    auto person = yes ? std::nullopt : terminal::open();
    if (person && !person->in_foreground())
        refuse_change("this changes real members, and nobody can be asked in the background; --yes answers");
    return person;
}

std::vector<notice> seek_consent(spec::spec const& spec, std::string const& key, journal::state const& so_far,
                                 run_options const& options) {
    bool const live = !spec.sink && spec.platform->is_live(key, spec.at.base_url);
    bool const fresh = so_far.runs() == 0;
    auto person = live ? whom_to_ask(options.yes) : std::nullopt;
    first_look looked;
    std::vector<notice> said;
    bool const by_walk = spec.meets_members() && !engine::can_look_up(spec);
    if (by_walk) looked.why_not = "who they are is found by reading the whole list, which comes first";
    bool const looks = fresh && !by_walk;
    if (looks) looked = take_first_look(spec, key, so_far, person.has_value(), options.ignore_window);
    // Where time is short, it is told what used it up.
    if (looks && !looked.found && spec.windows.any() && !options.ignore_window)
        said.push_back({true, false, "the first look at the members came to nothing: " + looked.why_not});
    if (looked.found)
        for (auto& text : warnings_of(*looked.found, spec)) said.push_back({true, false, std::move(text)});
    if (!live) return said;

    stakes at_stake{shown_line(spec.describe()), where_of(spec), {}, {}};
    if (looked.found) at_stake.undo = undo_of(*looked.found);
    at_stake.members = !fresh         ? members_so_far(so_far)
                       : looked.found ? members_of(*looked.found)
                                      : "not known: " + looked.why_not;
    if (person) {
        person->say(as_table(spec, at_stake, said));
        for (auto& each : said) each.shown = true;
        bool const agreed =
            spec.deletes && fresh ? types(*person, word_to_type(looked)) : person->agrees("Go on?");
        if (!agreed) refuse_change("not confirmed");
    }
    said.insert(said.begin(),
                {false, person.has_value(),
                 "changes real members at " + core::printable(spec.at.base_url) + ": " + at_stake.operation
                     + "; where: " + at_stake.where + "; members: " + at_stake.members});
    return said;
}

} // namespace muster::cli
