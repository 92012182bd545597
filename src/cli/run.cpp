#include "cli/apply_plan.hpp"
#include "cli/commands.hpp"
#include "cli/job_runner.hpp"
#include "cli/spec_file.hpp"
#include "cli/spec_options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace muster::cli {

void add_run(CLI::App& app, int& status) {
    struct options {
        spec_options spec;
        std::string job_id;
        bool resume = false;
        run_options run;
        apply_options plan;
    };
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("run", "Start a job from a spec");
    add_spec_options(*command, o->spec, false);
    command->add_option("--job-id", o->job_id, "The job's id (default: name, time and 4 digits)");
    command->add_flag("--resume", o->resume,
                      "Go on with the unfinished job of this spec, if there is one: for cron");
    command->add_flag("--valid-only", o->run.valid_only,
                      "Begin although rows of the spec's file cannot be used; these come out failed");
    command->add_flag("--migrate", o->run.migrate, "Of an export: add the columns that its table lacks");
    command->add_flag("--partial", o->run.partial, "Of an export: its file has its name while it grows");
    add_apply_options(*command, o->plan, o->run);
    add_run_options(*command, o->run);
    command->footer(
        "Examples:\n"
        "  muster run job.json --limit 10\n"
        "  muster run --resume job.json --quiet\n"
        "  muster run jobs/add-plan-by-country.json \\\n"
        "    --set planId=pln_abc --set country=Germany --live\n"
        "  muster run --plan job.plan --approved-by Ann\n"
        "Exit status: 0 all well, or --limit reached; 1 some members failed;\n"
        "  2 bad spec, nothing sent; 3 key refused or not live; 4 running elsewhere; 70 internal;\n"
        "  75 stopped early, muster resume goes on.");
    command->callback([o, command, &status] {
        auto const mistake = mistake_in(*command, o->plan);
        if (!mistake.empty()) throw CLI::ValidationError(mistake);
        if (!o->plan.file.empty()) {
            status = static_cast<int>(apply_plan(o->plan, o->job_id, o->run));
            return;
        }
        auto spec = read_spec(o->spec);
        if (spec) refuse_rows_behind_spec(o->spec.path, *spec);
        auto const begin = o->resume ? start_or_resume_job : start_job;
        status =
            static_cast<int>(spec ? begin(std::move(*spec), o->job_id, o->run) : core::exit_status::usage);
    });
}

} // namespace muster::cli
