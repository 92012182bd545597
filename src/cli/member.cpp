#include "cli/commands.hpp"
#include "cli/one_request.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "spec/pretty.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

struct options {
    std::string who;
    platform_options platform;
};

[[noreturn]] void refuse(core::verdict const& v) {
    using core::exit_status;
    auto const [status, text] = std::visit(
        core::overload{[](core::refused const& r) {
                           bool const elsewhere = r.what == core::refused::cause::address;
                           return elsewhere ? std::pair(exit_status::stopped, r.message)
                                            : std::pair(exit_status::refused,
                                                        "the platform refused the key: " + r.message);
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
                           return std::pair(exit_status::internal,
                                            std::string("the platform answered something else"));
                       }},
        v);
    throw core::job_error(status, core::printable(text));
}

core::exit_status get(options const& o) {
    auto const platform = make_platform(o.platform);
    auto const reply = send_one(o.platform, *platform, platform->get(o.who));
    boost::json::monotonic_resource memory;
    auto const found = platform->read_member(reply, memory);
    if (auto const* const v = std::get_if<core::verdict>(&found)) refuse(*v);
    auto const& member = std::get<provider::found_member>(found);
    if (!member) {
        std::cerr << "muster: there is no member " << core::printable(o.who) << '\n';
        return core::exit_status::members_failed;
    }
    std::cout << shown_json(spec::pretty(*member->document)) << '\n';
    return core::exit_status::ok;
}

} // namespace

void add_member(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const member = app.add_subcommand("member", "Look at one member");
    member->require_subcommand(1);
    auto* const command = member->add_subcommand("get", "Print a member as the platform has it");
    command->add_option("MEMBER", o->who, "The member's id or e-mail address")->required();
    add_platform_options(*command, o->platform);
    char const* const footer =
        "Examples:\n"
        "  muster member get mem_abc\n"
        "  muster member get jane@example.com --base-url http://127.0.0.1:8080\n"
        "Exit status: 0; 1 no such member; 2 bad command line; 3 key or certificate refused; 75 no answer.";
    member->footer(footer);
    command->footer(footer);
    command->callback([o, &status] { status = static_cast<int>(get(*o)); });
}

} // namespace muster::cli
