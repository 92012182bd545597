#include "cli/commands.hpp"
#include "cli/job_runner.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace muster::cli {

void add_resume(CLI::App& app, int& status) {
    struct options {
        std::string job;
        run_options run;
    };
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("resume", "Go on with a job where it stopped");
    command->add_option("JOB", o->job, "The job's id")->required();
    add_run_options(*command, o->run);
    command->add_flag("--new-key", o->run.new_key, "The key was replaced by another of the same application");
    command->footer("The spec is the one that the job was started with; the key is the same, or one that\n"
                    "replaced it (--new-key): then a member that the job knows is looked up with it first.\n"
                    "Members that were in flight are read back before anything is sent to them again.\n"
                    "Examples:\n"
                    "  muster resume free-plan-germany-20260131T010000Z-1a2b\n"
                    "Exit status: 0 all well, or --limit reached; 1 some members failed; 2 no such job; 3 "
                    "key refused or another key;\n"
                    "  4 running elsewhere; 70 the job's files are damaged; 75 stopped early again.");
    command->callback([o, &status] { status = static_cast<int>(resume_job(o->job, o->run)); });
}

} // namespace muster::cli
