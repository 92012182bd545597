#include "cli/commands.hpp"
#include "cli/option_checks.hpp"
#include "cli/show_plan.hpp"
#include "cli/spec_file.hpp"
#include "cli/spec_options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace muster::cli {

namespace {

struct plan_options {
    spec_options spec;
    engine::preview_choices look;
    std::optional<std::uint64_t> at_most;
    plan_output output;
};

core::exit_status plan(plan_options const& o) {
    auto spec = read_spec(o.spec);
    if (!spec) return core::exit_status::usage;
    refuse_rows_behind_spec(o.spec.path, *spec);
    if (o.at_most) spec->at_most = o.at_most;
    return show_plan(std::move(*spec), o.look, o.output);
}

} // namespace

void add_plan(CLI::App& app, int& status) {
    auto o = std::make_shared<plan_options>();
    auto* const command = app.add_subcommand("plan", "Show whom a spec would change, and change nothing");
    add_spec_options(*command, o->spec);
    command->add_option("--examples", o->look.examples, "How many members to show")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    command
        ->add_option("--first", o->look.members,
                     "Look at the first N members of the list only (and the rest of their page)")
        ->check(whole_number(1, 1'000'000'000));
    command->add_option("--at-most", o->at_most, "Warn if more than N members match")
        ->check(whole_number(0, 1'000'000'000));
    command->add_flag("--ignore-window", o->look.ignore_windows, "Read also outside the spec's windows");
    command->add_option("--output", o->output.form, "table, or json or jsonl: one object")
        ->check(one_of({"table", "json", "jsonl"}));
    command
        ->add_option("--out", o->output.keep,
                     "Keep the plan in this file: to be shown to others, and done as it is by run --plan")
        ->type_name("FILE");
    command->footer("Reads the whole list, under the rate limit; a live key is fine, as nothing is changed.\n"
                    "Examples:\n"
                    "  muster plan jobs/add-plan-by-country.json \\\n"
                    "    --set planId=pln_abc --set country=Germany\n"
                    "  muster plan job.json --first 500\n"
                    "  muster plan job.json --out job.plan\n"
                    "Exit status: 0; 2 bad spec, or a table that the export does not fit;\n"
                    "  3 key or certificate refused; 75 the list could not be read.");
    command->callback([o, &status] { status = static_cast<int>(plan(*o)); });
}

} // namespace muster::cli
