#include "cli/commands.hpp"
#include "cli/option_checks.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "sandbox/gateway.hpp"
#include "sandbox/registry.hpp"
#include "sandbox/server.hpp"

#include <CLI/CLI.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>

namespace muster::cli {
namespace {

using core::exit_status;
using core::job_error;

struct sandbox_options {
    std::string provider = "memberstack";
    std::uint64_t members = 1000;
    std::uint64_t seed = 1;
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::optional<std::size_t> rate;
    unsigned retry_after = 0;
    bool send_retry_after = false;
    unsigned latency_ms = 0;
    unsigned latency_jitter_ms = 0;
    std::string faults_file;
    std::string key;
    std::string port_file;
    std::vector<std::string> plans;
    std::string shape = "array";
    std::string ids = "uuid";
    std::size_t cap = 100;
    std::size_t quota = 0;
    unsigned hour_seconds = 3600;
    bool no_offset = false;
    std::uint64_t max_body = 0;
    bool quiet = false;
};

std::string read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw job_error(exit_status::usage, "cannot read the fault plan " + path);
    return std::move(text).str();
}

sandbox::fault_plan load_faults(std::string const& path) {
    if (path.empty()) return {};
    auto const text = read_file(path);
    try {
        return sandbox::read_fault_plan(text);
    } catch (std::invalid_argument const& e) {
        throw job_error(exit_status::usage, "the fault plan " + path + " has mistakes:\n" + e.what());
    }
}

std::size_t rate_of(sandbox_options const& o) {
    return o.rate.value_or(sandbox::find_kind(o.provider)->requests_per_second);
}

sandbox::settings settings_of(sandbox_options const& o) {
    sandbox::settings s;
    s.seed = o.seed;
    s.requests_per_second = rate_of(o);
    if (o.send_retry_after) s.retry_after = o.retry_after;
    s.latency = std::chrono::milliseconds(o.latency_ms);
    s.latency_jitter = std::chrono::milliseconds(o.latency_jitter_ms);
    s.key = o.key;
    s.faults = load_faults(o.faults_file);
    s.quota = o.quota;
    s.hour = std::chrono::seconds(o.hour_seconds);
    return s;
}

sandbox::platform_maker maker_of(sandbox_options const& o) {
    return sandbox::find_kind(o.provider)
        ->make({o.members, o.seed, o.plans, o.shape, o.ids, o.cap, o.no_offset, o.max_body});
}

/// By way of a temporary file, so that whoever waits for the file finds the whole number in it.
void write_port_file(std::string const& path, std::uint16_t port) {
    auto const temporary = path + ".tmp";
    std::ofstream out(temporary);
    out << port << '\n';
    out.close();
    if (!out || std::rename(temporary.c_str(), path.c_str()) != 0)
        throw job_error(exit_status::usage, "cannot write the port file " + path);
}

std::string describe(sandbox_options const& o, std::uint16_t port) {
    auto const host = o.host.find(':') == std::string::npos ? o.host : "[" + o.host + "]";
    auto const rate =
        rate_of(o) == 0 ? std::string("no rate limit") : std::to_string(rate_of(o)) + " requests/s";
    return "listening on http://" + host + ":" + std::to_string(port) + " (" + o.provider + ", members "
           + std::to_string(o.members) + ", seed " + std::to_string(o.seed) + ", " + rate + ")";
}

std::vector<std::string> provider_names() {
    std::vector<std::string> names;
    for (auto const& kind : sandbox::kinds()) names.push_back(kind.name);
    return names;
}

void run(sandbox_options const& o) {
    std::signal(SIGPIPE, SIG_IGN); // whoever read the address may go away
    sandbox::gateway gateway(settings_of(o), maker_of(o));
    auto const answer = [&gateway](sandbox::request const& r) {
        return gateway.answer(r, std::chrono::steady_clock::now(), std::chrono::system_clock::now());
    };
    sandbox::serve(o.host, o.port, answer, [&o](std::uint16_t port) {
        if (!o.quiet) std::cout << describe(o, port) << std::endl;
        if (!o.port_file.empty()) write_port_file(o.port_file, port);
    });
}

exit_status guarded(sandbox_options const& o) {
    try {
        run(o);
        return exit_status::ok;
    } catch (job_error const& e) {
        std::cerr << "muster sandbox: " << shown(e.what()) << '\n';
        return e.status();
    } catch (boost::system::system_error const& e) {
        std::cerr << "muster sandbox: cannot listen on " << o.host << " port " << o.port << ": " << e.what()
                  << '\n';
        return exit_status::usage;
    }
}

} // namespace

void add_sandbox(CLI::App& app, int& status) {
    auto const o = std::make_shared<sandbox_options>();
    auto* const command =
        app.add_subcommand("sandbox", "Run a fake platform for tests, demos and rehearsals");
    auto const number = [command](std::string const& name, auto& target, std::string const& help,
                                  std::uint64_t most) {
        return command->add_option(name, target, help)->check(whole_number(0, most));
    };
    command->add_option("--provider", o->provider, "Which platform it is")
        ->check(one_of(provider_names()))
        ->capture_default_str();
    number("--members", o->members, "How many members it begins with", 10'000'000)->capture_default_str();
    number("--seed", o->seed, "Which members: the same seed gives the same ones", 1'000'000'000)
        ->capture_default_str();
    command->add_option("--host", o->host, "The loopback address to listen on")
        ->check(one_of({"127.0.0.1", "::1"}))
        ->capture_default_str();
    number("--port", o->port, "The port to listen on; 0 = any free one", 65535)->capture_default_str();
    command->add_option("--port-file", o->port_file, "Write the port to this file when it listens");
    number("--rate", o->rate, "Requests accepted in any one second; 0 = no limit; default: the platform's",
           1'000'000'000);
    auto* const retry_after =
        number("--retry-after", o->retry_after, "Send Retry-After, in seconds, with a 429", 86'400);
    number("--latency", o->latency_ms, "Milliseconds from a request to its reply, on average", 600'000);
    number("--latency-jitter", o->latency_jitter_ms, "How many milliseconds more or less it may be", 600'000);
    command->add_option("--faults", o->faults_file, "A fault plan in JSON (src/sandbox/README.md)")
        ->type_name("FILE");
    command->add_option("--key", o->key, "The key to accept; default: any that the platform gives for tests");
    command->add_option("--plan", o->plans, "A free plan that exists, beside pln_free and pln_gold")
        ->take_all()
        ->allow_extra_args(false);
    command->add_option("--shape", o->shape, "How lists are wrapped (memberpulse)")
        ->check(one_of({"array", "hydra", "member", "data"}))
        ->capture_default_str();
    command->add_option("--ids", o->ids, "What ids are (memberpulse)")
        ->check(one_of({"uuid", "number"}))
        ->capture_default_str();
    number("--cap", o->cap,
           "The most records of one page, whatever is asked for (memberstack-v1, memberpulse, "
           "memberstack-tables)",
           1'000'000)
        ->capture_default_str();
    number("--quota", o->quota, "Requests accepted in any one hour; 0 = no such limit", 1'000'000'000)
        ->capture_default_str();
    number("--hour", o->hour_seconds, "How many seconds that hour has", 86'400)->capture_default_str();
    command->add_flag("--no-offset", o->no_offset, "Ignore the offset of a list (publisher)");
    number("--max-body", o->max_body, "Bytes of a request, over which it is refused (413) (publisher)",
           1'000'000'000);
    command->add_flag("--quiet", o->quiet, "Do not print the address");
    command->footer("GET /__ledger tells which changes took effect, GET /__members/ID shows a member,\n"
                    "POST /__reset starts over. Stops on SIGINT, SIGTERM or SIGHUP.\n"
                    "Examples:\n"
                    "  muster sandbox --members 1000 --port 8080\n"
                    "  muster sandbox --rate 0 --latency 80 --faults faults.json\n"
                    "Exit status: 0 stopped by a signal; 2 bad usage or fault plan, or it cannot listen.");
    command->callback([o, retry_after, &status] {
        o->send_retry_after = retry_after->count() > 0;
        status = static_cast<int>(guarded(*o));
    });
}

} // namespace muster::cli
