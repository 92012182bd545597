#include "cli/columns.hpp"
#include "cli/commands.hpp"
#include "cli/consent.hpp"
#include "cli/option_checks.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "cli/target_options.hpp"
#include "cli/webhook_account.hpp"
#include "cli/webhook_views.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "launch/live_guard.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

using core::exit_status;
using core::job_error;
using provider::webhook;

struct webhooks_options {
    target_options platform;
    std::string url;
    std::vector<std::string> events;
    std::string id;
    bool live = false;
    bool yes = false;
    std::string output = "table";
};

void check_live(webhooks_options const& o, target const& to, webhook_account const& account) {
    launch::check_live(*to.platform, to.key, to.at, account.key(), o.live || to.live,
                       "use the address of a sandbox (--base-url)");
}

/// The object, or where there is more to it the text, of one webhook, with its secret if it has one.
void print(webhook const& w, json::object more, std::string const& output) {
    if (output != "table") {
        auto object = as_json(w);
        for (auto& each : more) object[each.key()] = std::move(each.value());
        auto text = shown_json(json::serialize(object));
        if (!w.secret.empty()) { // the last, and as it is
            text.pop_back();
            text += ",\"secret\":" + shown_json_with_secrets(json::serialize(json::string(w.secret))) + "}";
        }
        std::cout << text << '\n';
        return;
    }
    std::cout << as_table(w, ::isatty(STDOUT_FILENO) != 0);
    if (!w.secret.empty()) std::cout << table_row("secret", core::printable(w.secret), false);
}

exit_status list(webhooks_options const& o) {
    auto const to = target_of(o.platform);
    if (!to) return exit_status::usage;
    auto const all = webhook_account(*to).all();
    if (o.output == "csv") {
        std::cout << as_csv(all);
    } else if (o.output == "jsonl") {
        for (auto const& w : all) std::cout << shown_json(json::serialize(as_json(w))) << '\n';
    } else if (o.output == "json") {
        json::array objects;
        for (auto const& w : all) objects.push_back(as_json(w));
        std::cout << shown_json(json::serialize(objects)) << '\n';
    } else {
        if (!all.empty()) std::cout << as_list(all, terminal_columns(STDOUT_FILENO));
    }
    if (all.empty()) std::cerr << "there are no webhooks at " << shown(to->at.base_url) << '\n';
    return exit_status::ok;
}

/// The webhook that the options ask for.
webhook wanted(webhooks_options const& o) {
    if (o.platform.spec.path.find("://") != std::string::npos)
        throw job_error(exit_status::usage,
                        "SPEC cannot be an address, which comes first: muster webhooks add URL SPEC");
    webhook w{{}, o.url, {}, {}, {}};
    if (o.url == "-") {
        if (o.platform.spec.path == "-")
            throw job_error(exit_status::usage, "URL and SPEC cannot both be standard input");
        w.url.clear();
        std::getline(std::cin, w.url); // one on a command line is for all to see
        if (w.url.ends_with('\r')) w.url.pop_back();
    }
    for (auto const& event : o.events)
        if (std::find(w.events.begin(), w.events.end(), event) == w.events.end()) w.events.push_back(event);
    return w;
}

void seek_consent(webhooks_options const& o, target const& to, webhook const& w,
                  std::vector<std::string> const& warnings) {
    auto person = whom_to_ask(o.yes);
    if (!person) return;
    auto text = "This adds a webhook to the real platform at " + shown(to.at.base_url) + ":\n"
                + table_row("  told", address_and_events(w), true, 12);
    for (auto const& warning : warnings) text += table_row("  warning", warning, true, 12);
    person->say(text);
    if (!person->agrees("Go on?")) throw job_error(exit_status::refused, "not confirmed. Nothing was sent.");
}

exit_status add(webhooks_options const& o) {
    auto const w = wanted(o);
    auto const to = target_of(o.platform);
    if (!to) return exit_status::usage;
    webhook_account const account(*to);
    if (auto const why = account.calls().objection(w))
        throw job_error(exit_status::usage, "the webhook cannot be added: " + *why);
    auto const warnings = doubts_about_events(w, account.calls().documented_events());
    for (auto const& warning : warnings) std::cerr << "muster: warning: " << warning << '\n';
    check_live(o, *to, account);
    if (to->platform->is_live(account.key(), to->at.base_url)) seek_consent(o, *to, w, warnings);
    auto const result = account.add(w);
    print(result.what, {{"added", !result.was_there}}, o.output);
    if (result.was_there)
        std::cerr
            << "muster: nothing was added, as this webhook was there. A secret, if it has one, is shown "
               "only when it is added.\n";
    if (!result.what.secret.empty())
        std::cerr
            << "muster: the secret is shown this once: by it, the receiver knows that what comes is the "
               "platform's.\n";
    return exit_status::ok;
}

exit_status remove(webhooks_options const& o) {
    auto const to = target_of(o.platform);
    if (!to) return exit_status::usage;
    webhook_account const account(*to);
    check_live(o, *to, account);
    auto const removed = account.remove(o.id);
    if (!removed) {
        std::cerr << "muster: there is no webhook " << shown(o.id) << " at " << shown(to->at.base_url)
                  << "; muster webhooks list shows those that there are\n";
        return exit_status::members_failed;
    }
    if (o.output != "table") {
        print(*removed, {{"removed", true}}, o.output);
        return exit_status::ok;
    }
    auto const what = address_and_events(*removed);
    std::cout << "removed " << shown(removed->id) << (what.empty() ? "" : ": " + what) << '\n';
    return exit_status::ok;
}

constexpr char const* exit_statuses_of_webhooks =
    "Exit status: 0; 1 no such webhook, or refused by the platform; 2 bad command\n"
    "  line or spec, or a platform without webhooks; 3 key or certificate refused,\n"
    "  or a live key without --live; 75 no answer.";

std::shared_ptr<webhooks_options> add_list(CLI::App& command) {
    auto o = std::make_shared<webhooks_options>();
    add_target_options(command, o->platform);
    command.add_option("--output", o->output, "table, csv, jsonl (an object a line) or json")
        ->check(one_of({"table", "csv", "jsonl", "json"}));
    command.footer(
        std::string("No secret of a webhook is shown. A live key is fine, as nothing is changed.\n"
                    "Examples:\n"
                    "  muster webhooks list job.json\n"
                    "  muster webhooks list --provider memberpulse --key-env MEMBERPULSE_API_KEY\n")
        + exit_statuses_of_webhooks);
    return o;
}

/// What adding and removing have in common, behind their own argument.
void add_options_of_changes(CLI::App& command, webhooks_options& o) {
    add_target_options(command, o.platform);
    command.add_flag("--live", o.live, "Allow a key that works on real members");
    command.add_option("--output", o.output, "table, or json or jsonl: one object")
        ->check(one_of({"table", "json", "jsonl"}));
}

std::shared_ptr<webhooks_options> add_adding(CLI::App& command) {
    auto o = std::make_shared<webhooks_options>();
    command.add_option("URL", o->url, "The https address to be told; - reads it from standard input")
        ->required();
    command.add_option("--event", o->events, "What it is told of, e.g. member.created; may be given again")
        ->required()
        ->delimiter(',')
        ->allow_extra_args(false);
    add_options_of_changes(command, *o);
    command.add_flag("--yes", o->yes, "Do not ask");
    command.footer(std::string("One that is there already is not added again. With a secret, the platform\n"
                               "marks what it sends: it is shown this once.\n"
                               "Examples:\n"
                               "  muster webhooks add https://your-app.com/webhook job.json \\\n"
                               "    --event member.created --event member.updated\n")
                   + exit_statuses_of_webhooks);
    return o;
}

std::shared_ptr<webhooks_options> add_removing(CLI::App& command) {
    auto o = std::make_shared<webhooks_options>();
    command.add_option("ID", o->id, "The webhook's id, as muster webhooks list shows it")->required();
    add_options_of_changes(command, *o);
    command.footer(std::string("Asks no question, and says what it removed.\n"
                               "Examples:\n"
                               "  muster webhooks remove wh-1 job.json\n")
                   + exit_statuses_of_webhooks);
    return o;
}

} // namespace

void add_webhooks(CLI::App& app, int& status) {
    auto* const webhooks = app.add_subcommand("webhooks", "List a platform's webhooks, add or remove one");
    webhooks->require_subcommand(1);
    webhooks->footer(std::string("Examples:\n"
                                 "  muster webhooks list job.json\n"
                                 "  muster webhooks add https://your-app.com/webhook job.json \\\n"
                                 "    --event member.created\n"
                                 "  muster webhooks remove wh-1 job.json\n")
                     + exit_statuses_of_webhooks);
    auto* const listing = webhooks->add_subcommand("list", "Show the webhooks of the account");
    auto listed = add_list(*listing);
    listing->callback([listed, &status] { status = static_cast<int>(list(*listed)); });
    auto* const adding = webhooks->add_subcommand("add", "Have the platform tell an address of events");
    auto to_add = add_adding(*adding);
    adding->callback([to_add, &status] { status = static_cast<int>(add(*to_add)); });
    auto* const removing = webhooks->add_subcommand("remove", "Have it told no more");
    auto to_remove = add_removing(*removing);
    removing->callback([to_remove, &status] { status = static_cast<int>(remove(*to_remove)); });
}

} // namespace muster::cli
