#include "cli/commands.hpp"
#include "cli/job_runner.hpp"
#include "cli/spec_file.hpp"
#include "core/redact.hpp"
#include "spec/read.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

struct options {
    std::string spec;
    std::vector<std::string> set;
    std::string job_id;
    std::optional<double> rate;
    std::optional<unsigned> concurrency;
    run_options run;
};

/// The spec with what the command line says of its pace: it becomes part of the job, so that a resume keeps it.
spec::read_result read_with_pace(std::string const& text, options const& o) {
    auto result = spec::read(text, parse_settings(o.set));
    if (!result.value || (!o.rate && !o.concurrency)) return result;
    auto document = result.value->document;
    auto& pace = document["pace"];
    if (!pace.is_object()) pace.emplace_object();
    if (o.rate) pace.get_object()["requestsPerSecond"] = *o.rate;
    if (o.concurrency) pace.get_object()["concurrency"] = *o.concurrency;
    return spec::read(boost::json::serialize(document), {});
}

core::exit_status run(options const& o) {
    auto const read = read_with_pace(read_spec_file(o.spec), o);
    if (!read.value) {
        std::cerr << spec::format(core::printable(spec_file_name(o.spec)), read.mistakes);
        return core::exit_status::usage;
    }
    return start_job(*read.value, o.job_id, o.run);
}

} // namespace

void add_run(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("run", "Start a job from a spec");
    command->add_option("SPEC", o->spec, "The spec file; - is standard input")->required();
    command->add_option("--set", o->set, "NAME=VALUE of a parameter of the spec")->allow_extra_args(false);
    command->add_option("--job-id", o->job_id, "The job's id (default: name, time and 4 digits)");
    command->add_option("--rate", o->rate, "Requests per second, instead of the spec's; 0 = no limit of ours")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--concurrency", o->concurrency, "Requests in flight, instead of the spec's");
    add_run_options(*command, o->run);
    command->footer("Examples:\n"
                    "  muster run job.json --limit 10\n"
                    "  muster run jobs/add-plan-by-country.json --set planId=pln_abc --set country=Germany --live\n"
                    "Exit status: 0 all well; 1 some members failed; 2 bad spec, nothing sent; 3 key refused or not live;\n"
                    "  4 running elsewhere; 70 internal; 75 stopped early, muster resume goes on.");
    command->callback([o, &status] { status = static_cast<int>(run(*o)); });
}

} // namespace muster::cli
