#pragma once
#include "spec/sites.hpp"

#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace muster::cli {

/// Adds --site to a subcommand.
CLI::Option* add_site_option(CLI::App& command, std::string& site);

/// The site of that name in the config file: $MUSTER_CONFIG, or muster/config.json in $XDG_CONFIG_HOME or
/// ~/.config. Throws core::job_error(usage), which lists every mistake if the file has any, or the sites that
/// there are if this is none of them.
spec::site find_site(std::string const& name);

} // namespace muster::cli
