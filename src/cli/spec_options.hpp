#pragma once
#include "spec/read.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace muster::cli {

/// A spec as a command line gives it: the file, its parameters, and what is to be different this time.
struct spec_options {
    std::string path;
    std::vector<std::string> set;
    std::optional<double> rate;
    std::optional<unsigned> concurrency;
    std::string base_url;
    std::string site;
};

/// Adds SPEC, --set, --rate, --concurrency, --base-url and --site to a subcommand. `required` = there must be
/// a SPEC.
void add_spec_options(CLI::App& command, spec_options& options, bool required = true);

/// The spec that the options amount to; what they change becomes part of it, so that a resume keeps it. Lists
/// every mistake on standard error and gives nullopt if there are any. Throws core::job_error(usage) for an
/// unreadable file, or a site that is not in the config file.
std::optional<spec::spec> read_spec(spec_options const& options);

} // namespace muster::cli
