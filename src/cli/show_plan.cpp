#include "cli/show_plan.hpp"

#include "cli/await_window.hpp"
#include "cli/columns.hpp"
#include "cli/look.hpp"
#include "cli/prepared_rows.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/write_json.hpp"
#include "files/posix_storage.hpp"
#include "launch/made_key_lists.hpp"
#include "source/key_list.hpp"
#include "spec/secret.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

// Requests a second where nothing but a quota holds them back.
constexpr double unlimited = 1000;

/// What the job would cost, begun at `now`; nullopt where that cannot be told.
struct cost {
    std::uint64_t requests = 0;
    double rate = 0; ///< requests/s, in the window that is open, or opens next
    engine::forecast ahead;
};

/// To see everybody who is seen.
double requests_to_read(engine::preview const& p, double part) {
    if (p.match) {
        auto const told = p.match->walks ? p.match->walk : p.match->look_ups;
        if (told) return static_cast<double>(*told);
    }
    return static_cast<double>(p.requests) / part;
}

std::optional<cost> cost_of(engine::preview const& p, spec::spec const& spec, core::wall_time now) {
    auto const opens = spec.windows.opens_from(now);
    auto const* const window = opens ? spec.windows.at(*opens) : nullptr;
    cost c;
    c.rate = window != nullptr && window->rate ? *window->rate : spec.pace.requests_per_second;
    auto const part = p.part_seen();
    if (!part || (!(c.rate > 0) && p.quotas.uses.empty())) return std::nullopt;
    auto const requests = requests_to_read(p, *part) + p.change_requests / *part;
    double const fast = c.rate > 0 ? c.rate : unlimited;
    journal::work_left const all{requests, fast, c.rate};
    auto const ahead =
        engine::forecast_of(all, *part, spec.windows, spec.pace.requests_per_second, now, p.quotas);
    if (!ahead) return std::nullopt;
    c.requests = static_cast<std::uint64_t>(requests + 0.5);
    c.ahead = *ahead;
    return c;
}

std::string in_words(cost const& c, engine::preview const& p) {
    char rate[32];
    std::snprintf(rate, sizeof rate, "%.6g", c.rate);
    auto text = "about " + core::describe(c.ahead.sending);
    if (c.rate > 0) text += " at " + std::string(rate) + " requests/s";
    for (auto const& q : p.quotas.uses)
        text += (c.rate > 0 ? " and " : " at ") + describe(q.limit) + " (" + std::to_string(c.requests)
                + " are needed)";
    if (!p.whole) text += ", if the rest of the list is like what was seen";
    return c.ahead.where ? text + "; begun now, it would be " + in_words(c.ahead) : text;
}

/// The cells of a row that would be exported, by their columns; long ones are cut.
std::vector<std::string> cells_of(engine::preview::example const& e,
                                  std::vector<sink::column> const& columns) {
    constexpr std::size_t longest = 60;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::string text;
        core::write_json(text, e.cells[i]);
        auto const name = columns[i].name.empty() ? std::string() : core::printable(columns[i].name) + ": ";
        lines.push_back(name + cut_to(core::printable(core::redact(text)), longest));
    }
    return lines;
}

std::string keys_in(source::key_list const& list, std::uint64_t size) {
    return std::to_string(size) + " in " + core::printable(core::redact(list.from().file)) + ", column "
           + core::quoted(list.from().key);
}

std::string as_table(engine::preview const& p, spec::spec const& spec, launch::made_key_lists const& keys,
                     std::optional<cost> const& price, std::vector<std::string> const& warnings,
                     bool wrapped) {
    std::string out;
    for (auto const& w : warnings) out += table_row("warning", w, wrapped);
    out += table_row("would", core::printable(core::redact(spec.describe())), wrapped);
    for (std::size_t i = 0; i < spec.key_lists.size(); ++i)
        out += table_row("keys", keys_in(*spec.key_lists[i], keys.sizes()[i]), wrapped);
    if (p.match) out += table_row("rows", "found " + in_words(*p.match), wrapped);
    out += table_row("members", members_of(p), wrapped);
    out += table_row("outcomes",
                     std::to_string(p.to_change)
                         + (spec.sink ? " to export, "
                                      : " to change, " + std::to_string(p.needs_nothing) + " already so, ")
                         + std::to_string(p.impossible) + " would fail",
                     wrapped);
    if (auto const doubt = doubt_of(p); !doubt.empty()) out += table_row("in doubt", doubt, wrapped);
    if (auto const undo = undo_of(p); !undo.empty()) out += table_row("undo", undo, wrapped);
    if (price) out += table_row("time", in_words(*price, p), wrapped);
    for (auto const& e : p.examples)
        out += example_text(e, spec.sink ? cells_of(e, spec.sink->columns) : steps_of(e.change, e.before));
    if (!p.examples.empty() && p.to_change > p.examples.size())
        out += "  and " + std::to_string(p.to_change - p.examples.size()) + " more\n";
    for (auto const& f : p.faults) out += "  would fail: " + core::printable(core::redact(f)) + '\n';
    return out + (spec.sink ? "Nothing was written.\n" : "Nothing was changed.\n");
}

json::object as_json(engine::preview const& p, spec::spec const& spec, launch::made_key_lists const& keys,
                     std::optional<cost> const& price, std::vector<std::string> const& warnings) {
    json::array examples;
    for (auto const& e : p.examples) {
        json::object shown{{"member", e.member}, {"email", e.email}};
        if (spec.sink) {
            shown["cells"] = e.cells;
        } else {
            shown["change"] = core::to_json(shown_change(e.change));
            shown["before"] = e.before;
        }
        examples.push_back(std::move(shown));
    }
    json::object out{{"warnings", json::array(warnings.begin(), warnings.end())},
                     {"seen", p.seen},
                     {"whole", p.whole},
                     {"matched", p.matched},
                     {"toChange", p.to_change},
                     {"already", p.needs_nothing},
                     {"wouldFail", p.impossible},
                     {"notReadBack", json::object{{"sentAgain", p.sent_again}, {"unknown", p.given_up}}},
                     {"examples", examples}};
    if (!p.of_export) out["irreversible"] = p.irreversible;
    if (p.match) {
        json::object match{{"by", p.match->walks ? "walk" : "lookUp"}};
        if (p.match->walk) match["walkRequests"] = *p.match->walk;
        if (p.match->look_ups) match["lookUpRequests"] = *p.match->look_ups;
        out["match"] = std::move(match);
    }
    json::array files;
    for (std::size_t i = 0; i < spec.key_lists.size(); ++i)
        files.push_back(json::object{{"file", spec.key_lists[i]->from().file},
                                     {"column", spec.key_lists[i]->from().key},
                                     {"sha256", keys.digests()[i]},
                                     {"keys", keys.sizes()[i]}});
    if (!files.empty()) out["keyLists"] = std::move(files);
    if (p.list_total) out["listTotal"] = *p.list_total;
    if (auto const likely = p.likely_matched()) out["likelyMatched"] = *likely;
    if (price) {
        out["requests"] = price->requests;
        out["forecast"] = engine::to_json(price->ahead);
    }
    return out;
}

} // namespace

core::exit_status show_plan(spec::spec spec, engine::preview_choices choices, std::string const& output,
                            std::optional<launch::descent> const& from) {
    auto const key = spec::resolve(spec.key, *spec.platform);
    if (from) launch::refuse_another_key(*from, key);
    await_window(spec, {choices.ignore_windows, false, false});
    files::posix_storage storage;
    launch::made_key_lists const keys(storage, spec);
    prepared_rows const rows(storage, spec, choices, from ? from->rows : launch::spooled_rows::writer());
    auto const found = look(spec, key, choices);
    auto warnings = warnings_of(found, spec);
    if (rows.survey() && rows.survey()->bad > 0)
        warnings.push_back(std::to_string(rows.survey()->bad) + " of " + std::to_string(rows.survey()->rows)
                           + " rows cannot be used: run refuses the file until they are mended, unless it is "
                             "given --valid-only");
    auto const price = cost_of(found, spec, std::chrono::system_clock::now());
    if (output != "table")
        std::cout << shown_json(json::serialize(as_json(found, spec, keys, price, warnings))) << '\n';
    else
        std::cout << as_table(found, spec, keys, price, warnings, ::isatty(STDOUT_FILENO) != 0);
    return core::exit_status::ok;
}

} // namespace muster::cli
