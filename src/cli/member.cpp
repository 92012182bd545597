#include "cli/commands.hpp"
#include "cli/one_request.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "spec/pretty.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

struct member_options {
    std::string who;
    platform_options platform;
};

core::exit_status get(member_options const& o) {
    auto const to = target_of(o.platform);
    auto const answer = send_one(to, to.platform->get(o.who));
    boost::json::monotonic_resource memory;
    auto const found = to.platform->read_member(answer.reply, memory);
    if (auto const* const v = std::get_if<core::verdict>(&found)) refuse_verdict(*v);
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
    auto o = std::make_shared<member_options>();
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
