#include "cli/one_request.hpp"

#include "cli/option_checks.hpp"
#include "core/errors.hpp"
#include "launch/connection.hpp"
#include "provider/registry.hpp"
#include "spec/provider_block.hpp"
#include "spec/secret.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <stdexcept>

namespace muster::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<http::answer> exchange(http::client& client, http::request const& r) {
    auto acquired = co_await client.acquire();
    if (auto* const failed = std::get_if<http::fault>(&acquired)) co_return std::move(*failed);
    auto connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
    auto answer = co_await connection->exchange(r);
    co_return answer;
}

} // namespace

void add_platform_options(CLI::App& command, platform_options& options) {
    command.add_option("--provider", options.provider, "The platform")->capture_default_str();
    command.add_option("--key-env", options.key_env, "The environment variable that holds the key")
        ->capture_default_str();
    command.add_option("--key-file", options.key_file, "A file that holds the key, readable by you alone");
    command
        .add_option("--base-url", options.base_url, "Another address of the platform, e.g. of muster sandbox")
        ->check(address());
    command.add_option("--ca-file", options.ca_file, "PEM file of the certificate authority to trust");
}

std::unique_ptr<provider::provider> make_platform(platform_options const& options) {
    auto platform = provider::make(options.provider);
    if (!platform)
        throw core::job_error(core::exit_status::usage,
                              "there is no provider of that name; muster schema lists them");
    return platform;
}

http::reply send_one(platform_options const& options, provider::provider const& platform,
                     http::request const& r) {
    spec::key_reference ref;
    ref.from = options.key_file.empty() ? spec::key_reference::kind::env : spec::key_reference::kind::file;
    ref.name = options.key_file.empty() ? options.key_env : options.key_file;
    auto at = spec::default_endpoint(platform.about());
    if (!options.base_url.empty()) at.base_url = options.base_url;
    at.ca_file = options.ca_file;

    asio::io_context loop(1);
    http::client client(loop.get_executor(),
                        launch::client_options_for(platform.about(), at, spec::resolve(ref, platform)));
    http::answer answer = http::fault(http::fault_kind::broken, false, "no answer");
    std::exception_ptr error;
    asio::co_spawn(loop, exchange(client, r), [&](std::exception_ptr e, http::answer a) {
        error = e;
        answer = std::move(a);
    });
    loop.run();
    if (error) std::rethrow_exception(error);
    if (auto const* const fault = std::get_if<http::fault>(&answer)) {
        bool const untrusted = fault->kind == http::fault_kind::untrusted;
        throw core::job_error(untrusted ? core::exit_status::refused : core::exit_status::stopped,
                              fault->message + (untrusted ? ". The key was not sent." : ""));
    }
    return std::get<http::reply>(std::move(answer));
}

} // namespace muster::cli
