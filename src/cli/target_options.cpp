#include "cli/target_options.hpp"

#include "cli/await_window.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace muster::cli {

void add_target_options(CLI::App& command, target_options& options) {
    auto* const spec = command.add_option("SPEC", options.spec.path,
                                          "The spec file whose platform to ask; - is standard input");
    command.add_option("--set", options.spec.set, "NAME=VALUE of a parameter of the spec")
        ->allow_extra_args(false)
        ->needs(spec);
    add_platform_options(command, options.platform);
    for (auto const* const of_platform : {"--provider", "--key-env", "--key-file", "--ca-file"})
        command.get_option(of_platform)->excludes(spec);
    command.add_flag("--ignore-window", options.ignore_window, "Ask also outside the spec's windows")
        ->needs(spec);
}

std::optional<target> target_of(target_options const& options) {
    if (options.spec.path.empty()) return target_of(options.platform);
    auto of_spec = options.spec;
    of_spec.base_url = options.platform.base_url;
    of_spec.site = options.platform.site;
    auto spec = read_spec(of_spec);
    if (!spec) return std::nullopt;
    await_window(*spec, {options.ignore_window, false, false});
    return target{std::move(spec->platform), std::move(spec->key), std::move(spec->at), std::move(spec->pace),
                  spec->live};
}

} // namespace muster::cli
