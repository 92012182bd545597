#include "cli/commands.hpp"
#include "cli/config.hpp"
#include "cli/shown.hpp"
#include "cli/spec_file.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "files/posix_storage.hpp"
#include "launch/made_key_lists.hpp"
#include "launch/row_survey.hpp"
#include "launch/spooled_rows.hpp"
#include "source/key_list.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <iterator>
#include <memory>

namespace muster::cli {

using core::exit_status;

namespace {

constexpr std::size_t most_bad_rows = 1000; // who checks wants to mend all of them

struct check_options {
    std::vector<std::string> specs;
    std::vector<std::string> set;
    std::string site;
    bool rows = false;
};

/// Who sets no parameter asks whether the spec is well made, and there may be no `value`; who sets some, or
/// asks of the rows, whether it would run so.
spec::read_result find(std::string const& text, spec::settings const& set, spec::amendment const& amended,
                       bool rows) {
    auto const now = std::chrono::system_clock::now();
    auto whole = spec::read(text, set, now, amended);
    if (!set.empty() || rows || whole.value) return whole;
    return {spec::check(text, now, amended), std::nullopt};
}

std::string praise(std::size_t warnings) {
    if (warnings == 0) return "ok";
    return "ok, with " + std::to_string(warnings) + (warnings == 1 ? " warning" : " warnings");
}

/// Notes where the files that the spec names cannot be opened, or lack a column: mistakes if the rows matter,
/// else warnings, as a file may come to be there. The rows themselves are looked through if they matter.
void note_files(std::string const& text, bool rows, spec::read_result& found) {
    if (!found.value) return;
    files::posix_storage storage;
    auto problems = launch::problems_of_key_lists(storage, *found.value);
    if (!rows)
        std::ranges::move(launch::problems_of_rows(storage, *found.value), std::back_inserter(problems));
    for (auto& p : problems) p.warning = !rows;
    spec::add(problems, text, found);
}

/// Looks through all rows of the files that the spec names, if it names any; throws core::job_error: usage
/// where any cannot be used, else as a run would end that cannot come by them.
std::string check_rows(spec::spec& spec) {
    std::string told;
    files::posix_storage storage;
    launch::made_key_lists const keys(storage, spec);
    for (std::size_t i = 0; i < spec.key_lists.size(); ++i)
        told += "; " + std::to_string(keys.sizes()[i]) + (keys.sizes()[i] == 1 ? " key in " : " keys in ")
                + core::printable(spec.key_lists[i]->from().file);
    if (!spec.rows) return told;
    launch::spooled_rows const spooled(storage, spec);
    auto const found = launch::survey_rows(storage, spec, most_bad_rows);
    launch::refuse_bad_rows(found);
    return told + "; " + std::to_string(found.rows) + (found.rows == 1 ? " row" : " rows");
}

/// How it is with the spec; says that it is fine on standard output, or what is wrong on standard error.
exit_status check_one(std::string const& path, spec::settings const& set, spec::amendment const& amended,
                      bool rows) {
    auto const name = shown_line(spec_file_name(path));
    try {
        auto const text = read_spec_file(path);
        auto found = find(text, set, amended, rows);
        if (rows && found.value) refuse_rows_behind_spec(path, *found.value);
        note_files(text, rows, found);
        std::cerr << spec::format(name, found.mistakes) << spec::format(name, found.warnings);
        if (!found.mistakes.empty()) return exit_status::usage;
        try {
            auto const of_rows = rows && found.value ? check_rows(*found.value) : std::string();
            std::cout << name << ": " << praise(found.warnings.size()) << of_rows << '\n';
            return exit_status::ok;
        } catch (core::job_error const& e) {
            std::cerr << name << ": " << e.what() << '\n';
            return e.status();
        }
    } catch (core::job_error const& unreadable) {
        std::cerr << unreadable.what() << '\n';
        return unreadable.status();
    }
}

/// What counts of several: first what has to be mended in a spec.
exit_status worse(exit_status a, exit_status b) {
    if (a == exit_status::ok || b == exit_status::usage) return b;
    return a;
}

exit_status check(check_options const& options) {
    auto const set = parse_settings(options.set);
    auto const amended = options.site.empty() ? spec::amendment() : find_site(options.site).instead;
    auto all = exit_status::ok;
    for (auto const& path : options.specs) all = worse(all, check_one(path, set, amended, options.rows));
    return all;
}

} // namespace

void add_check(CLI::App& app, int& status) {
    auto options = std::make_shared<check_options>();
    auto* const command = app.add_subcommand("check", "List every mistake in specs, without running them");
    command->add_option("SPEC", options->specs, "Spec files; - is standard input")->required();
    command
        ->add_option("--set", options->set,
                     "NAME=VALUE of a parameter; if any is given, one without a value is a mistake")
        ->allow_extra_args(false);
    add_site_option(*command, options->site);
    command->add_flag("--rows", options->rows, "Look through the rows of the files that a spec names, too");
    command->footer(
        "Examples:\n"
        "  muster check jobs/*.json\n"
        "  muster check jobs/add-plan-by-country.json --set planId=pln_abc --set country=Germany\n"
        "Warned is of what can be run but was hardly meant, such as a field that no\n"
        "member can have.\n"
        "Exit status: 0 no mistakes; 2 mistakes, or a file that cannot be read;\n"
        "  of --rows: 3 no address of a database, 75 one that cannot be asked now.");
    command->callback([options, &status] { status = static_cast<int>(check(*options)); });
}

} // namespace muster::cli
