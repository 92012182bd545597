#pragma once
#include "core/errors.hpp"
#include "launch/ask.hpp"

#include <memory>
#include <string>
#include <vector>

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
    std::string site;
};

/// Adds these options to a subcommand.
void add_platform_options(CLI::App& command, platform_options& options);

/// A platform, and how to ask it.
struct target {
    std::unique_ptr<provider::provider> platform;
    spec::key_reference key;
    spec::endpoint at;
    spec::pace pace;
    bool live = false; ///< the spec itself says that real members may be changed
};

/// The platform that the options name. Throws core::job_error(usage): there is none of that name, no such
/// site.
target target_of(platform_options const& options);

/// Sends one request and gives the reply. Throws core::job_error: what spec::resolve and launch::ask throw.
launch::asked send_one(target const& to, http::request const& r);

/// The core::job_error that a verdict amounts to where a reply was hoped for that is none.
core::job_error as_error(core::verdict const& v);

/// Throws that error.
[[noreturn]] void refuse_verdict(core::verdict const& v);

} // namespace muster::cli
