#include "cli/config.hpp"

#include "cli/spec_file.hpp"
#include "core/errors.hpp"
#include "core/node.hpp"
#include "core/printable.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_config(std::string const& message) {
    throw core::job_error(core::exit_status::usage, message);
}

std::string variable(char const* name) {
    auto const* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

fs::path config_file() {
    if (auto const named = variable("MUSTER_CONFIG"); !named.empty()) return named;
    fs::path directory = variable("XDG_CONFIG_HOME");
    if (directory.is_relative()) { // also if it is not set; a relative one is to be ignored (XDG's own rule)
        auto const home = variable("HOME");
        if (home.empty())
            refuse_config("--site needs a config file, and neither MUSTER_CONFIG nor HOME says where it is");
        directory = fs::path(home) / ".config";
    }
    return directory / "muster" / "config.json";
}

} // namespace

CLI::Option* add_site_option(CLI::App& command, std::string& site) {
    return command.add_option("--site", site,
                              "A site of the config file (~/.config/muster/config.json):\n"
                              "its address and key, and its rate if it has one");
}

spec::site find_site(std::string const& name) {
    auto const path = config_file();
    std::error_code error;
    if (!fs::exists(path, error))
        refuse_config("there is no config file " + core::printable(path.string())
                      + ", which would say what site " + core::quoted(name) + " is");
    auto const whole = fs::absolute(path, error);
    auto read = spec::read_sites(read_spec_file(path.string()), whole.parent_path());
    if (!read.mistakes.empty())
        refuse_config("the config file has mistakes:\n"
                      + spec::format(core::printable(path.string()), read.mistakes));
    if (auto const found = read.sites.find(name); found != read.sites.end()) return std::move(found->second);
    std::vector<std::string_view> names;
    std::string known;
    for (auto const& [each, site] : read.sites) {
        known += (known.empty() ? "" : ", ") + each;
        names.push_back(each);
    }
    auto const near = core::nearest(name, names);
    refuse_config("there is no site " + core::quoted(name) + " in " + core::printable(path.string())
                  + (near ? "; did you mean " + core::quoted(*near) + "? It has " : "; it has ")
                  + (known.empty() ? "none" : known));
}

} // namespace muster::cli
