#include "cli/commands.hpp"
#include "cli/option_checks.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

namespace json = boost::json;
using core::outcome;
using launch::standing;

struct options {
    std::string job;
    std::string state_dir;
    std::string output = "table";
};

json::object as_json(standing const& row) {
    auto const& s = row.folded;
    json::object out{{"job", row.id}, {"state", to_string(row.how)}};
    if (!row.reason.empty()) out["reason"] = row.reason;
    if (s.job()) out["startedAt"] = s.job()->at;
    out["runs"] = s.runs();
    out["seen"] = s.seen();
    out["matched"] = s.matched();
    auto& outcomes = out["outcomes"].emplace_object();
    for (int i = 0; i < core::outcome_kinds; ++i)
        outcomes[core::to_string(static_cast<outcome>(i))] = s.totals().of(static_cast<outcome>(i));
    out["inDoubt"] = s.pending().size();
    out["cursor"] = s.low_water();
    return out;
}

void print_row(standing const& row, std::size_t id_width) {
    auto const& t = row.folded.totals();
    auto const bad = t.of(outcome::failed) + t.of(outcome::unknown);
    std::string line = row.id + std::string(id_width - row.id.size() + 2, ' ');
    auto const state = to_string(row.how);
    line += std::string(state) + std::string(13 - std::min<std::size_t>(12, state.size()), ' ');
    line += std::to_string(row.folded.seen()) + " seen, " + std::to_string(row.folded.matched())
            + " matched, " + std::to_string(t.of(outcome::done)) + " done";
    if (bad > 0) line += ", " + std::to_string(bad) + " failed";
    std::cout << line << '\n';
}

void print_details(standing const& row) {
    auto const& s = row.folded;
    std::cout << "job       " << row.id << "\nstate     " << to_string(row.how)
              << (row.reason.empty() ? "" : ": " + shown(row.reason)) << '\n';
    if (s.job())
        std::cout << "started   " << shown(s.job()->at) << ", " << s.runs()
                  << (s.runs() == 1 ? " run\n" : " runs\n");
    std::cout << "members   " << s.seen() << " seen, " << s.matched() << " matched\noutcomes  ";
    for (int i = 0; i < core::outcome_kinds; ++i)
        std::cout << (i > 0 ? ", " : "") << s.totals().of(static_cast<outcome>(i)) << ' '
                  << core::to_string(static_cast<outcome>(i));
    std::cout << '\n';
    if (!s.pending().empty())
        std::cout << "in doubt  " << s.pending().size()
                  << " (a resume reads them back before it sends anything)\n";
    if (row.resumable()) std::cout << "next      muster resume " << row.id << '\n';
}

std::vector<standing> look(launch::store& jobs, std::string const& id) {
    std::vector<standing> rows;
    for (auto const& where : id.empty() ? jobs.all() : std::vector{jobs.find_remains(id)})
        rows.push_back(launch::standing_of(jobs.storage(), where));
    return rows;
}

core::exit_status status_of(options const& o) {
    launch::store jobs(o.state_dir);
    auto const rows = look(jobs, o.job);
    if (o.output == "json") {
        json::array all;
        for (auto const& row : rows) all.push_back(as_json(row));
        std::cout << shown_json(json::serialize(o.job.empty() ? json::value(all) : all.front())) << '\n';
    } else if (!o.job.empty()) {
        print_details(rows.front());
    } else {
        std::size_t widest = 0;
        for (auto const& row : rows) widest = std::max(widest, row.id.size());
        for (auto const& row : rows) print_row(row, widest);
        if (rows.empty()) std::cerr << "no jobs in " << shown(jobs.state_directory().string()) << '\n';
    }
    bool const damaged = std::any_of(rows.begin(), rows.end(),
                                     [](auto const& row) { return row.how == standing::kind::damaged; });
    return damaged ? core::exit_status::internal : core::exit_status::ok;
}

} // namespace

void add_status(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("status", "Show all jobs, or one");
    command->add_option("JOB", o->job, "The job's id; without it, all jobs");
    command->add_option("--state-dir", o->state_dir, "Where jobs are kept");
    command->add_option("--output", o->output, "table or json")->check(one_of({"table", "json"}));
    command->footer("A job is running, complete, stopped (on purpose, or by an error), interrupted (killed), "
                    "or damaged.\n"
                    "Examples:\n"
                    "  muster status\n"
                    "  muster status free-plan-germany-20260131T010000Z-1a2b --output json\n"
                    "Exit status: 0; 2 no such job; 70 a job's files are damaged.");
    command->callback([o, &status] { status = static_cast<int>(status_of(*o)); });
}

} // namespace muster::cli
