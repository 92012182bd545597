#include "cli/show_plan.hpp"

#include "cli/await_window.hpp"
#include "cli/change_steps.hpp"
#include "cli/columns.hpp"
#include "cli/look.hpp"
#include "cli/plan_cost.hpp"
#include "cli/prepared_rows.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/printable.hpp"
#include "core/write_json.hpp"
#include "engine/share.hpp"
#include "files/posix_storage.hpp"
#include "launch/made_key_lists.hpp"
#include "launch/plan_file.hpp"
#include "launch/sink_place.hpp"
#include "launch/take_up.hpp"
#include "source/key_list.hpp"
#include "spec/secret.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

/// The cells of a row that would be exported, by their columns; long ones are cut.
std::vector<std::string> cells_of(engine::preview::example const& e,
                                  std::vector<sink::column> const& columns) {
    constexpr std::size_t longest = 60;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::string text;
        core::write_json(text, e.cells[i]);
        auto const name = columns[i].name.empty() ? std::string() : core::printable(columns[i].name) + ": ";
        lines.push_back(name + cut_to(shown_line(text), longest));
    }
    return lines;
}

std::string keys_in(source::key_list const& list, std::uint64_t size) {
    return std::to_string(size) + " in " + shown_line(list.from().file) + ", column "
           + core::quoted(list.from().key);
}

/// What there is to say of all of it, each line with its name.
using named_lines = std::vector<std::pair<std::string, std::string>>;

std::string outcomes_of(engine::preview const& p, spec::spec const& spec) {
    auto text = std::to_string(p.to_change);
    if (spec.upserts_by_look)
        text = std::to_string(p.to_create) + " to create, " + std::to_string(p.to_change - p.to_create)
               + " to update, ";
    else
        text += spec.sink ? " to export, " : " to change, ";
    if (!spec.sink) text += std::to_string(p.needs_nothing) + " already so, ";
    return text + std::to_string(p.impossible) + " would fail";
}

named_lines lines_of(engine::preview const& p, spec::spec const& spec, launch::made_key_lists const& keys,
                     std::optional<plan_cost> const& price) {
    named_lines all{{"would", shown_line(spec.describe())}};
    for (std::size_t i = 0; i < spec.key_lists.size(); ++i)
        all.emplace_back("keys", keys_in(*spec.key_lists[i], keys.sizes()[i]));
    if (p.match) all.emplace_back("rows", "found " + in_words(*p.match));
    all.emplace_back("members", members_of(p));
    all.emplace_back("outcomes", outcomes_of(p, spec));
    if (auto const doubt = doubt_of(p); !doubt.empty()) all.emplace_back("in doubt", doubt);
    if (auto const undo = undo_of(p); !undo.empty()) all.emplace_back("undo", undo);
    if (price) all.emplace_back("time", words_of(*price, p));
    return all;
}

std::string as_table(engine::preview const& p, spec::spec const& spec, named_lines const& lines,
                     std::vector<std::string> const& warnings, bool wrapped) {
    std::string out;
    for (auto const& w : warnings) out += table_row("warning", w, wrapped);
    for (auto const& [name, text] : lines) out += table_row(name, text, wrapped);
    for (auto const& e : p.examples)
        out += example_text(e, spec.sink ? cells_of(e, spec.sink->columns) : steps_of(e.change, e.before));
    if (!p.examples.empty() && p.to_change > p.examples.size())
        out += "  and " + std::to_string(p.to_change - p.examples.size()) + " more\n";
    constexpr std::string_view fault = "  would fail:";
    for (auto const& f : p.faults)
        out += table_row(std::string(fault), shown_line(f), wrapped, fault.size() + 1);
    if (!p.faults.empty() && p.impossible > p.faults.size())
        out += "  and " + std::to_string(p.impossible - p.faults.size()) + " more would fail\n";
    return out + (spec.sink ? "Nothing was written.\n" : "Nothing was changed.\n");
}

json::object as_json(engine::preview const& p, spec::spec const& spec, launch::made_key_lists const& keys,
                     std::optional<plan_cost> const& price, std::vector<std::string> const& warnings) {
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
    if (spec.upserts_by_look) out["toCreate"] = p.to_create;
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

/// Refuses to keep what no job can be made of.
void refuse_to_keep(spec::spec const& spec) {
    std::string why;
    if (spec.sink) why = "an export changes nobody";
    if (spec.makes_members)
        why =
            "who is to be made stands in \"source\" already, each as it is to be; muster check --rows looks "
            "at that";
    if (!why.empty())
        throw core::job_error(core::exit_status::usage,
                              "--out is for plans of members that are there: " + why + ". No plan was made.");
}

/// Puts a plan under its name. A job that would be refused is none.
launch::plan keep(launch::plan_writer& writer, engine::preview const& p, spec::spec& spec,
                  std::string const& key, json::object told) {
    auto objection = p.whole ? engine::objection_to_share(spec, p.matched, p.seen) : std::nullopt;
    if (!p.whole && spec.max_share)
        objection =
            "which part of the list matches is known only once all of it was read, and not by --first";
    if (objection)
        throw core::job_error(core::exit_status::usage,
                              "the job would be refused: " + *objection + ". No plan was made.");
    launch::make_paths_absolute(spec);
    return writer.finish(spec, key, std::move(told), std::chrono::system_clock::now());
}

/// What is told of a plan that is kept: as programs read it, and as people do.
json::object with_words(json::object told, named_lines const& lines) {
    auto& words = told["words"].emplace_array();
    for (auto const& [name, text] : lines) words.push_back(json::array{name, text});
    return told;
}

/// What to do with a plan that is kept.
std::string words_on_kept(launch::plan const& kept, std::filesystem::path const& file) {
    auto const name = core::printable(file.string());
    return "It is kept in " + name + " as plan " + launch::short_name(kept.digest) + ".\n  muster show "
           + name + "         shows it; with --output html, as a page\n  muster run --plan " + name
           + "   does just that\n";
}

} // namespace

core::exit_status show_plan(spec::spec spec, engine::preview_choices choices, plan_output const& output,
                            std::optional<launch::descent> const& from) {
    auto const key = spec::resolve(spec.key, *spec.platform);
    if (from) launch::refuse_another_key(*from, key);
    files::posix_storage storage;
    std::optional<launch::plan_writer> writer;
    if (!output.keep.empty()) {
        refuse_to_keep(spec);
        writer.emplace(storage, output.keep, spec);
        choices.on_change = [&writer](engine::proposal const& p) { writer->add(p); };
    }
    auto const doubt_of_sink = launch::look_at_sink(storage, spec); // before the list is read for nothing
    await_window(spec, {choices.ignore_windows, false, false});
    launch::made_key_lists const keys(storage, spec);
    prepared_rows const rows(storage, spec, choices, from ? from->rows : launch::spooled_rows::writer());
    auto const found = look(spec, key, choices);
    auto warnings = warnings_of(found, spec);
    if (!doubt_of_sink.empty()) warnings.push_back(doubt_of_sink);
    if (rows.survey() && rows.survey()->bad > 0)
        warnings.push_back(std::to_string(rows.survey()->bad) + " of " + std::to_string(rows.survey()->rows)
                           + " rows cannot be used: run refuses the file until they are mended, unless it is "
                             "given --valid-only");
    auto const* const provider = spec.document.if_contains("provider");
    if (writer && provider != nullptr && provider->as_object().contains("query"))
        warnings.push_back(
            "the platform's own filter (query) is not looked at again when the plan is applied");
    auto const price = plan_cost_of(found, spec, writer.has_value(), std::chrono::system_clock::now());
    auto const lines = lines_of(found, spec, keys, price);
    auto told = as_json(found, spec, keys, price, warnings);
    std::optional<launch::plan> kept;
    std::exception_ptr not_kept; // what was seen is shown all the same
    try {
        if (writer) kept = keep(*writer, found, spec, key, with_words(told, lines));
    } catch (core::job_error const&) {
        not_kept = std::current_exception();
    }
    if (output.form != "table") {
        if (kept) told["plan"] = kept->digest;
        std::cout << shown_json(json::serialize(told)) << '\n';
    } else {
        std::cout << as_table(found, spec, lines, warnings, ::isatty(STDOUT_FILENO) != 0);
        if (kept) std::cout << words_on_kept(*kept, output.keep);
    }
    std::cout.flush();
    if (not_kept) std::rethrow_exception(not_kept);
    return core::exit_status::ok;
}

} // namespace muster::cli
