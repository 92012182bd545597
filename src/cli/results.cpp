#include "cli/commands.hpp"
#include "cli/option_checks.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "journal/replay.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

struct options {
    std::string job;
    std::string state_dir;
    std::string output = "table";
    std::vector<std::string> outcomes;
};

/// One field of a CSV line (RFC 4180), also safe for spreadsheets, which take `=...` for a formula.
std::string csv(std::string const& text) {
    std::string const safe =
        !text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos ? "'" + text
                                                                                                 : text;
    if (safe.find_first_of(",\"\n\r") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (char const c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

void print(journal::member_settled const& s, std::string const& output) {
    auto const word = std::string(core::to_string(s.outcome));
    auto const message = core::printable(s.message);
    if (output == "csv") {
        std::cout << csv(core::printable(s.member)) << ',' << word << ',' << s.attempts << ','
                  << csv(core::printable(s.code)) << ',' << csv(message) << '\n';
    } else if (output == "jsonl") {
        boost::json::object o{{"member", s.member}, {"outcome", word}, {"attempts", s.attempts}};
        if (!s.code.empty()) o["code"] = s.code;
        if (!s.message.empty()) o["message"] = s.message;
        if (s.read_back) o["readBack"] = true;
        std::cout << shown_json(boost::json::serialize(o)) << '\n';
    } else {
        std::cout << core::printable(s.member) << "  " << word;
        if (!s.code.empty()) std::cout << "  " << core::printable(s.code);
        if (!message.empty()) std::cout << "  " << message;
        std::cout << '\n';
    }
}

core::exit_status results(options const& o) {
    launch::store jobs(o.state_dir);
    auto const where = jobs.find(o.job);
    if (o.output == "csv") std::cout << "member,outcome,attempts,code,message\n";
    journal::for_each_record(jobs.storage(), where.journal(), [&](journal::record const& r) {
        auto const* const settled = std::get_if<journal::member_settled>(&r);
        if (settled == nullptr) return;
        auto const word = core::to_string(settled->outcome);
        bool const wanted =
            o.outcomes.empty() || std::find(o.outcomes.begin(), o.outcomes.end(), word) != o.outcomes.end();
        if (wanted) print(*settled, o.output);
    });
    return core::exit_status::ok;
}

} // namespace

void add_results(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("results", "List what became of each member of a job");
    command->add_option("JOB", o->job, "The job's id")->required();
    command->add_option("--state-dir", o->state_dir, "Where jobs are kept");
    command->add_option("--outcome", o->outcomes, "Only these: done, already, gone, failed, unknown")
        ->check(one_of({"done", "already", "gone", "failed", "unknown"}))
        ->allow_extra_args(false);
    command->add_option("--output", o->output, "table, csv or jsonl")
        ->check(one_of({"table", "csv", "jsonl"}));
    command->footer("Examples:\n"
                    "  muster results free-plan-germany-20260131T010000Z-1a2b --outcome failed\n"
                    "  muster results free-plan-germany-20260131T010000Z-1a2b --output csv > changed.csv\n"
                    "Exit status: 0; 2 no such job.");
    command->callback([o, &status] { status = static_cast<int>(results(*o)); });
}

} // namespace muster::cli
