#include "cli/commands.hpp"
#include "cli/one_request.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/redact.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

constexpr std::size_t longest_shown = 4096; // of what the platform says; a token's claims are short

/// Whether a reply refuses the key, whatever the token is.
bool refuses_key(provider::provider const& platform, http::reply const& r) {
    provider::assignment const asked[] = {{"", core::raw_request()}};
    auto const judged = platform.judge(asked, r);
    auto const* const verdict = std::get_if<core::verdict>(&judged);
    auto const* const refusal = verdict != nullptr ? std::get_if<core::refused>(verdict) : nullptr;
    using cause = core::refused::cause;
    return refusal != nullptr && (refusal->what == cause::credentials || refusal->what == cause::permission);
}

struct verify_token_options {
    std::string token;
    platform_options platform;
};

core::exit_status verify(verify_token_options const& o) {
    std::string token = o.token;
    if (token == "-") std::getline(std::cin, token); // a token on a command line is for all to see
    core::register_secret(token);
    auto const to = target_of(o.platform);
    if (!to.platform->about().can.verify_token)
        throw core::job_error(core::exit_status::usage, "this platform has no call to verify a token");
    auto const reply = send_one(to, to.platform->verify_token(token)).reply;
    auto const text = shown_line(std::string_view(reply.body).substr(0, longest_shown));
    if (refuses_key(*to.platform, reply))
        throw core::job_error(core::exit_status::refused,
                              "the platform refused the key or the token: " + text);
    if (reply.status >= 500 || reply.status == 429)
        throw core::job_error(core::exit_status::stopped,
                              "the platform is in trouble: HTTP " + std::to_string(reply.status));
    bool const valid = reply.status >= 200 && reply.status < 300;
    (valid ? std::cout : std::cerr) << text << '\n';
    return valid ? core::exit_status::ok : core::exit_status::members_failed;
}

} // namespace

void add_verify_token(CLI::App& app, int& status) {
    auto o = std::make_shared<verify_token_options>();
    auto* const command =
        app.add_subcommand("verify-token", "Ask the platform whether a member's token is valid");
    command->add_option("TOKEN", o->token, "The token; - reads it from standard input")->required();
    add_platform_options(*command, o->platform);
    command->footer(
        "Examples:\n"
        "  muster verify-token - < token.txt\n"
        "Exit status: 0 valid; 1 not valid; 2 bad command line; 3 key or certificate refused; 75 no answer.");
    command->callback([o, &status] { status = static_cast<int>(verify(*o)); });
}

} // namespace muster::cli
