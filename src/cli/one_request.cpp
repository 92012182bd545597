#include "cli/one_request.hpp"

#include "cli/config.hpp"
#include "cli/option_checks.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "provider/registry.hpp"
#include "spec/document.hpp"
#include "spec/provider_block.hpp"
#include "spec/secret.hpp"

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_platform_options(CLI::App& command, platform_options& options) {
    auto* const site = add_site_option(command, options.site);
    command.add_option("--provider", options.provider, "The platform")->capture_default_str()->excludes(site);
    command.add_option("--key-env", options.key_env, "The environment variable that holds the key")
        ->capture_default_str()
        ->excludes(site);
    command.add_option("--key-file", options.key_file, "A file that holds the key, readable by you alone")
        ->excludes(site);
    command
        .add_option("--base-url", options.base_url, "Another address of the platform, e.g. of muster sandbox")
        ->check(address());
    command.add_option("--ca-file", options.ca_file, "PEM file of the certificate authority to trust");
}

target target_of(platform_options const& options) {
    target to;
    if (!options.site.empty()) {
        auto site = find_site(options.site);
        to = {std::move(site.platform), std::move(site.key), std::move(site.at), std::move(site.pace), false};
    } else {
        to.platform = provider::make(options.provider);
        if (!to.platform && provider::find_kind(options.provider) != nullptr)
            throw core::job_error(core::exit_status::usage,
                                  options.provider
                                      + " needs settings that only a site can hold; "
                                        "name it with --site");
        if (!to.platform)
            throw core::job_error(core::exit_status::usage,
                                  "there is no provider of that name; muster schema lists them");
        using kind = spec::key_reference::kind;
        to.key = options.key_file.empty() ? spec::key_reference{kind::env, options.key_env}
                                          : spec::key_reference{kind::file, options.key_file};
        to.at = spec::default_endpoint(to.platform->about());
        to.pace = spec::read_pace(std::nullopt, to.platform.get());
    }
    if (!options.base_url.empty()) to.at.base_url = options.base_url;
    if (!options.ca_file.empty()) to.at.ca_file = options.ca_file;
    return to;
}

launch::asked send_one(target const& to, http::request const& r) {
    return launch::ask(to.platform->about(), to.at, spec::resolve(to.key, *to.platform), to.pace.quotas, r);
}

core::job_error as_error(core::verdict const& v) {
    using core::exit_status;
    auto const [status, text] = std::visit(
        core::overload{
            [](core::refused const& r) {
                using cause = core::refused::cause;
                if (r.what == cause::address) return std::pair(exit_status::stopped, r.message);
                if (r.what == cause::operation)
                    return std::pair(exit_status::stopped,
                                     "the platform refused what is asked for: " + r.message);
                return std::pair(exit_status::refused, "the platform refused the key: " + r.message);
            },
            [](core::throttled const&) {
                return std::pair(exit_status::stopped,
                                 std::string("the platform asks to slow down (429); try again"));
            },
            [](core::transient const& t) {
                return std::pair(exit_status::stopped, "the platform is in trouble: " + t.why);
            },
            [](core::rejected const& r) {
                return std::pair(exit_status::members_failed,
                                 "the platform refused: " + r.message + " (" + r.code + ")");
            },
            [](auto const&) {
                return std::pair(exit_status::internal, std::string("the platform answered something else"));
            }},
        v);
    return {status, core::printable(text)};
}

void refuse_verdict(core::verdict const& v) {
    throw as_error(v);
}

} // namespace muster::cli
