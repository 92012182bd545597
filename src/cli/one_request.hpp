#pragma once
#include "provider/provider.hpp"

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// Which platform to ask, where no spec says it: for commands that send a single request.
struct platform_options {
    std::string provider = "memberstack";
    std::string key_env = "MEMBERSTACK_SECRET_KEY";
    std::string key_file;
    std::string base_url;
    std::string ca_file;
};

/// Adds these options to a subcommand.
void add_platform_options(CLI::App& command, platform_options& options);

/// The platform that the options name.
std::unique_ptr<provider::provider> make_platform(platform_options const& options);

/// Sends one request and gives the reply. Throws core::job_error: unreachable, untrusted, no key.
http::reply send_one(platform_options const& options, provider::provider const& platform,
                     http::request const& r);

} // namespace muster::cli
