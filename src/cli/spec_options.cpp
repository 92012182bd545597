#include "cli/spec_options.hpp"

#include "cli/config.hpp"
#include "cli/option_checks.hpp"
#include "cli/spec_file.hpp"
#include "core/printable.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>

namespace muster::cli {

namespace {

/// Each of these is looked at where it is given, so that reading the spec finds nothing wrong with it.
spec::amendment amendment_of(spec_options const& o) {
    spec::amendment result;
    if (!o.site.empty()) result = find_site(o.site).instead;
    if (o.rate) result.pace["requestsPerSecond"] = *o.rate;
    if (o.concurrency) result.pace["concurrency"] = static_cast<std::int64_t>(*o.concurrency);
    if (!o.base_url.empty()) result.provider["baseUrl"] = o.base_url;
    return result;
}

} // namespace

void add_spec_options(CLI::App& command, spec_options& options, bool required) {
    command.add_option("SPEC", options.path, "The spec file; - is standard input")->required(required);
    command.add_option("--set", options.set, "NAME=VALUE of a parameter of the spec")
        ->allow_extra_args(false);
    command
        .add_option("--rate", options.rate,
                    "Requests per second, instead of the spec's; 0 = no limit of ours")
        ->check(decimal_number(0, 100'000));
    command.add_option("--concurrency", options.concurrency, "Requests in flight, instead of the spec's")
        ->check(whole_number(1, 512));
    command
        .add_option("--base-url", options.base_url,
                    "The platform's address, instead of the spec's: a sandbox, say")
        ->check(address());
    add_site_option(command, options.site);
}

std::optional<spec::spec> read_spec(spec_options const& options) {
    auto read = spec::read(read_spec_file(options.path), parse_settings(options.set),
                           std::chrono::system_clock::now(), amendment_of(options));
    std::cerr << spec::format(core::printable(spec_file_name(options.path)), read.warnings);
    if (!read.value) std::cerr << spec::format(core::printable(spec_file_name(options.path)), read.mistakes);
    return std::move(read.value);
}

} // namespace muster::cli
