#include "launch/row_survey.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/row_column.hpp"
#include "engine/row_batch.hpp"
#include "launch/scratch_directory.hpp"
#include "source/file_digest.hpp"
#include "source/key_check.hpp"

#include <algorithm>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace {

constexpr std::size_t at_a_time = 1000;

/// What is wrong, as a sentence, and that nothing comes of it.
std::string in_vain(std::string why) {
    return why + (why.ends_with('?') ? " Nothing was sent." : ". Nothing was sent.");
}

/// The columns that the spec asks for and a file of CSV does not have, for people; empty = it has them all.
std::string missing_columns(spec::spec const& spec, std::vector<std::string> const& columns) {
    auto asked = spec.where.fields();
    auto const more = spec.fields();
    asked.insert(asked.end(), more.begin(), more.end());
    std::string missing;
    for (auto const& field : asked) {
        auto const name = core::row_column(field);
        if (name && std::find(columns.begin(), columns.end(), *name) == columns.end())
            missing += (missing.empty() ? "" : ", ") + core::quoted(*name);
    }
    return missing;
}

/// For people; empty = the file has the columns that it should.
std::string flaw_of_columns(spec::spec const& spec, source::rows const& rows) {
    if (spec.rows->what != source::rows_settings::format::csv) return {};
    auto const& columns = rows.layout().columns;
    auto const missing = missing_columns(spec, columns);
    if (missing.empty()) return {};
    std::string there;
    for (auto const& name : columns) there += (there.empty() ? "" : ", ") + core::quoted(name);
    return spec.rows->name() + " has no column " + missing + ", which the spec asks for; it has " + there;
}

void check_columns(spec::spec const& spec, source::rows const& rows) {
    if (auto const flaw = flaw_of_columns(spec, rows); !flaw.empty())
        throw job_error(exit_status::usage, flaw + ". Nothing was sent.");
}

void note(row_survey& all, engine::row_batch const& b, std::size_t most_shown) {
    all.rows += b.proposals.size();
    for (auto const& p : b.proposals) {
        if (p.what != engine::proposal::kind::impossible) continue;
        if (++all.bad <= most_shown) all.shown.push_back(core::printable(p.message));
    }
}

/// How many rows cannot be used, and what is wrong with the first of them, each in a line.
std::string bad_rows(row_survey const& found) {
    auto text = std::to_string(found.bad) + " of " + std::to_string(found.rows)
                + " rows cannot be used, and nothing was sent:\n";
    for (auto const& each : found.shown) text += "  " + each + '\n';
    if (found.bad > found.shown.size())
        text += "  and " + std::to_string(found.bad - found.shown.size()) + " more\n";
    return text;
}

/// Tells what else is wrong with the file, too, so that it can be mended at once.
void refuse_repeats(files::storage& storage, spec::spec const& spec, source::key_sorter& keys,
                    row_survey const& found) {
    source::key_check check;
    while (auto const next = keys.next()) check.see(*next);
    auto const repeats = source::name_repeats(storage, *spec.rows, check.found());
    if (repeats.empty()) return;
    auto text = spec.rows->name() + ": " + std::to_string(check.count())
                + (check.count() == 1 ? " row has" : " rows have") + " the same "
                + core::quoted(spec.rows->key) + " as another; nothing was sent:\n";
    for (auto const& each : repeats) text += "  " + source::describe(each) + '\n';
    if (check.count() > repeats.size())
        text += "  and " + std::to_string(check.count() - repeats.size()) + " more\n";
    text += "Each row must have its own; --valid-only does not choose between them.";
    if (found.bad > 0) {
        text += "\nBeside that, " + bad_rows(found);
        text.pop_back(); // the end of the last line
    }
    throw job_error(exit_status::usage, text);
}

/// Throws core::job_error(usage) where its header, or the first of its bytes, is of no use.
source::rows open_rows(files::storage& storage, spec::spec const& spec) try {
    return {storage, *spec.rows};
} catch (source::rows_error const& e) {
    throw job_error(exit_status::usage, in_vain(e.what()));
}

void look_through(files::storage& storage, spec::spec const& spec, std::size_t most_shown, row_survey& all) {
    auto rows = open_rows(storage, spec);
    check_columns(spec, rows);
    scratch_directory const scratch;
    source::key_sorter keys(storage, scratch.file("keys"));
    source::key_hasher hash;
    for (bool more = true; more;) {
        engine::row_batch b;
        while (more && b.proposals.size() < at_a_time) more = engine::take_row(rows, b);
        for (auto const& r : b.rows)
            keys.add({hash(source::compared_key(*spec.rows, r.member.id)), r.begins});
        if (spec.makes_rows_members()) {
            engine::propose(b, spec);
        } else if (spec.makes_members) {
            engine::pass_over_unmatched(b, spec);
            engine::refuse_unfit(b, spec);
        } else {
            engine::pass_over_unmatched(b, spec);
            engine::refuse_unfit_cells(b, spec);
        }
        note(all, b, most_shown);
    }
    refuse_repeats(storage, spec, keys, all);
}

} // namespace

row_survey survey_rows(files::storage& storage, spec::spec const& spec, std::size_t most_shown) {
    row_survey all;
    try {
        all.file = spec.rows->name();
        all.digest = source::file_digest(storage, spec.rows->file);
        look_through(storage, spec, most_shown, all);
    } catch (job_error const&) {
        throw;
    } catch (source::missing_column const& e) {
        throw job_error(exit_status::usage, in_vain(e.what()));
    } catch (source::rows_error const& e) {
        throw job_error(exit_status::usage,
                        in_vain(e.what())
                            + (e.can_go_on() ? ""
                                             : " Mend it: --valid-only cannot pass over this one, as it is "
                                               "not clear where the next row begins."));
    } catch (std::runtime_error const& e) { // of the disk, or of the file
        throw job_error(exit_status::usage, in_vain(e.what()));
    }
    if (all.rows == 0)
        throw job_error(exit_status::usage, spec.rows->name() + " has no rows. Nothing was sent.");
    return all;
}

core::problems problems_of_rows(files::storage& storage, spec::spec const& spec) {
    if (!spec.rows || spec.rows->is_spooled()) return {};
    bool const csv = spec.rows->what == source::rows_settings::format::csv;
    std::string const block = csv ? "/source/csv" : "/source/jsonl";
    try {
        source::rows const rows(storage, *spec.rows);
        if (auto const flaw = flaw_of_columns(spec, rows); !flaw.empty())
            return {{block + "/file", false, flaw}};
    } catch (source::missing_column const& e) {
        return {{block + "/key", false, e.what()}};
    } catch (std::runtime_error const& e) { // of the disk, or of the file
        return {{block + "/file", false, e.what()}};
    }
    return {};
}

void refuse_bad_rows(row_survey const& found) {
    if (found.bad == 0) return;
    throw job_error(exit_status::usage,
                    found.file + ": " + bad_rows(found) + "Mend them, or go on without them: --valid-only");
}

void refuse_changed_rows(files::storage& storage, spec::spec const& spec, std::string const& digest) {
    std::string now;
    try {
        now = source::file_digest(storage, spec.rows->file);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::usage,
                        std::string(e.what()) + ". The job works from it; nothing was sent.");
    }
    if (now == digest) return;
    if (spec.rows->is_spooled())
        throw job_error(exit_status::internal,
                        spec.rows->file
                            + ", the rows that the job keeps, is not as it was when the job began: it is "
                              "damaged. Start a new job; what this one did is in its journal.");
    throw job_error(exit_status::usage, core::printable(spec.rows->name())
                                            + " is not as it was when the job began (SHA-256 "
                                            + digest.substr(0, 12) + " then, " + now.substr(0, 12)
                                            + " now). Put it back, or start a new job. Nothing was sent.");
}

} // namespace muster::launch
