#include "cli/commands.hpp"
#include "cli/display.hpp"
#include "cli/log.hpp"
#include "cli/shown.hpp"
#include "cli/spec_options.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/preview.hpp"
#include "files/posix_storage.hpp"
#include "launch/environment.hpp"
#include "spec/secret.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

struct options {
    spec_options spec;
    std::size_t examples = 5;
    std::string output = "table";
};

engine::preview look(spec::spec const& spec, std::size_t examples) {
    display screen(display::style::quiet);
    screen.log_to(make_logger({}, [&](std::string const& line) { screen.write_line(line); }));
    files::posix_storage storage; // nothing is written to it
    launch::environment world(spec, spec::resolve(spec.key), storage);
    auto& loop = world.loop();
    async::stop stopping;
    asio::signal_set signals(loop, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code error, int) {
        if (error) return;
        stopping.request();
        world.transport().abort();
    });
    engine::preview result;
    std::exception_ptr error;
    asio::co_spawn(loop, engine::preview_job(world.surroundings(screen), spec, examples, stopping),
                   [&](std::exception_ptr e, engine::preview p) {
                       error = e;
                       result = std::move(p);
                       signals.cancel();
                   });
    loop.run();
    if (error) std::rethrow_exception(error);
    if (stopping.requested())
        throw core::job_error(core::exit_status::stopped, "stopped before the list was read");
    return result;
}

void print_table(engine::preview const& p, spec::spec const& spec) {
    std::cout << "would     " << spec.operation->describe() << "\nmembers   " << p.seen << " seen, "
              << p.matched << " matched\noutcomes  " << p.to_change << " to change, " << p.needs_nothing
              << " already so, " << p.impossible << " would fail\n";
    if (spec.pace.requests_per_second > 0)
        std::cout << "time      about "
                  << core::describe(std::chrono::duration_cast<core::duration>(std::chrono::duration<double>(
                         static_cast<double>(p.requests + p.to_change) / spec.pace.requests_per_second)))
                  << " at " << spec.pace.requests_per_second << " requests/s\n";
    for (auto const& e : p.examples)
        std::cout << "  " << core::printable(e.member) << "  " << core::printable(e.email) << "  "
                  << core::printable(core::redact(json::serialize(e.change)).substr(0, 200)) << '\n';
    if (!p.examples.empty() && p.to_change > p.examples.size())
        std::cout << "  and " << p.to_change - p.examples.size() << " more\n";
    for (auto const& f : p.faults) std::cout << "  would fail: " << core::printable(f) << '\n';
    std::cout << "Nothing was changed.\n";
}

json::object as_json(engine::preview const& p) {
    json::array examples;
    for (auto const& e : p.examples)
        examples.push_back(json::object{{"member", e.member}, {"email", e.email}, {"change", e.change}});
    return {{"seen", p.seen},
            {"matched", p.matched},
            {"toChange", p.to_change},
            {"already", p.needs_nothing},
            {"wouldFail", p.impossible},
            {"examples", examples}};
}

core::exit_status plan(options const& o) {
    auto const spec = read_spec(o.spec);
    if (!spec) return core::exit_status::usage;
    auto const found = look(*spec, o.examples);
    if (o.output == "json")
        std::cout << shown_json(json::serialize(as_json(found))) << '\n';
    else
        print_table(found, *spec);
    return core::exit_status::ok;
}

} // namespace

void add_plan(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("plan", "Show whom a spec would change, and change nothing");
    add_spec_options(*command, o->spec);
    command->add_option("--examples", o->examples, "How many members to show")->capture_default_str();
    command->add_option("--output", o->output, "table or json")->check(CLI::IsMember({"table", "json"}));
    command->footer(
        "Reads the whole list, under the rate limit; a live key is fine, as nothing is changed.\n"
        "Examples:\n"
        "  muster plan jobs/add-plan-by-country.json \\\n"
        "    --set planId=pln_abc --set country=Germany\n"
        "Exit status: 0; 2 bad spec; 3 key or certificate refused; 75 the list could not be read.");
    command->callback([o, &status] { status = static_cast<int>(plan(*o)); });
}

} // namespace muster::cli
