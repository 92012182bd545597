#include "cli/spec_options.hpp"

#include "cli/option_checks.hpp"
#include "cli/spec_file.hpp"
#include "core/printable.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <iostream>

namespace muster::cli {

namespace {

boost::json::object& block(boost::json::object& document, char const* key) {
    auto& value = document[key];
    if (!value.is_object()) value.emplace_object();
    return value.get_object();
}

spec::read_result read_changed(spec::spec const& spec, spec_options const& o) {
    auto document = spec.document;
    if (o.rate) block(document, "pace")["requestsPerSecond"] = *o.rate;
    if (o.concurrency) block(document, "pace")["concurrency"] = *o.concurrency;
    if (!o.base_url.empty()) block(document, "provider")["baseUrl"] = o.base_url;
    return spec::read(boost::json::serialize(document), {});
}

} // namespace

void add_spec_options(CLI::App& command, spec_options& options) {
    command.add_option("SPEC", options.path, "The spec file; - is standard input")->required();
    command.add_option("--set", options.set, "NAME=VALUE of a parameter of the spec")
        ->allow_extra_args(false);
    command
        .add_option("--rate", options.rate,
                    "Requests per second, instead of the spec's; 0 = no limit of ours")
        ->check(decimal_number(0, 100'000));
    command.add_option("--concurrency", options.concurrency, "Requests in flight, instead of the spec's")
        ->check(whole_number(1, 512));
    command.add_option("--base-url", options.base_url,
                       "The platform's address, instead of the spec's: a sandbox, say");
}

std::optional<spec::spec> read_spec(spec_options const& options) {
    auto read = spec::read(read_spec_file(options.path), parse_settings(options.set),
                           std::chrono::system_clock::now());
    std::cerr << spec::format(core::printable(spec_file_name(options.path)), read.warnings);
    bool const changed = options.rate || options.concurrency || !options.base_url.empty();
    if (read.value && changed) read = read_changed(*read.value, options);
    if (!read.value) std::cerr << spec::format(core::printable(spec_file_name(options.path)), read.mistakes);
    return std::move(read.value);
}

} // namespace muster::cli
