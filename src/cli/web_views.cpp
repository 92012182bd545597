#include "cli/commands.hpp"
#include "cli/deed_writer.hpp"
#include "cli/listed_specs.hpp"
#include "cli/option_checks.hpp"
#include "cli/outcome_option.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "journal/record.hpp"
#include "launch/deeds.hpp"
#include "launch/journal_lines.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

namespace muster::cli {

namespace {

namespace json = boost::json;
using core::outcome;

struct web_view_options {
    std::string what;
    std::vector<std::string> about; ///< a job's id, or places of specs
    std::string place;              ///< of jobs (launch/job_place.hpp)
    std::vector<std::string> outcomes;
    std::string code; ///< empty = any
    std::uint64_t limit = 100;
};

void print_view(json::value const& v) {
    std::cout << shown_json(json::serialize(v)) << '\n';
}

void print_results(launch::store& jobs, journal::directory const& where, web_view_options const& o) {
    auto const writer = json_deeds(std::cout, true);
    auto const wanted = [&](journal::member_settled const& s) {
        return (o.outcomes.empty() || is_among(o.outcomes, s.outcome))
               && (o.code.empty() || s.code == o.code);
    };
    std::uint64_t count = 0;
    auto const write = [&](auto const& d) {
        writer->write(d);
        return ++count < o.limit;
    };
    launch::for_each_deed(jobs.storage(), where, wanted, write, write);
    writer->end();
}

/// What members failed of, most first.
void print_failures(launch::store& jobs, journal::directory const& where) {
    struct kind_of_failure {
        std::string message; ///< the first one's
        std::uint64_t count = 0;
    };
    std::map<std::pair<outcome, std::string>, kind_of_failure> all;
    auto const wanted = [](journal::member_settled const& s) {
        return s.outcome == outcome::failed || s.outcome == outcome::unknown;
    };
    auto const add = [&](auto const& d) {
        auto& k = all[{d.settled.outcome, d.settled.code}];
        if (++k.count == 1) k.message = d.settled.message;
        return true;
    };
    launch::for_each_deed(jobs.storage(), where, wanted, add, add);
    std::vector<json::object> list;
    for (auto const& [of, k] : all)
        list.push_back({{"outcome", core::to_string(of.first)},
                        {"code", of.second},
                        {"message", k.message},
                        {"count", k.count}});
    std::stable_sort(list.begin(), list.end(), [](json::object const& a, json::object const& b) {
        return a.at("count").to_number<std::uint64_t>() > b.at("count").to_number<std::uint64_t>();
    });
    print_view(json::array(list.begin(), list.end()));
}

/// Who steered it, and the beginnings of its runs, in order.
void print_acts(launch::store& jobs, journal::directory const& where) {
    json::array all;
    std::uint64_t run = 0;
    auto const lines = launch::lines_of_file(jobs.storage(), where.journal());
    while (auto const line = lines->next()) {
        // Most lines are of members: those are not even taken apart.
        if (!line->starts_with(R"({"t":"act")") && !line->starts_with(R"({"t":"run")")) continue;
        auto const record = journal::decode(*line);
        if (auto const* const begun = std::get_if<journal::run_started>(&record)) {
            run = begun->run;
            auto& o = all.emplace_back(json::object{{"at", begun->at}, {"what", "run"}}).get_object();
            if (!begun->who.empty()) o["who"] = begun->who;
            o["run"] = run;
        } else if (auto const* const act = std::get_if<journal::job_steered>(&record)) {
            auto& o = all.emplace_back(json::object{{"at", act->at},
                                                    {"what", journal::to_string(act->what)},
                                                    {"who", act->who},
                                                    {"why", act->why}})
                          .get_object();
            if (act->rate) o["requestsPerSecond"] = *act->rate;
            o["run"] = run;
        }
    }
    print_view(all);
}

core::exit_status view_of_web(web_view_options const& o) {
    if (o.what == "specs") {
        print_view(listed_specs(o.about));
        return core::exit_status::ok;
    }
    launch::store jobs(o.place);
    if (o.about.size() != 1) throw core::job_error(core::exit_status::usage, "one job is needed");
    auto const where = jobs.find_damaged_too(o.about.front());
    if (o.what == "results") print_results(jobs, where, o);
    if (o.what == "failures") print_failures(jobs, where);
    if (o.what == "acts") print_acts(jobs, where);
    if (o.what == "retry-plan") {
        auto const job = launch::standing_of(jobs.storage(), where, launch::scrutiny::newest);
        print_view(json::object{{"count", job.folded.totals().of(outcome::failed)}});
    }
    return core::exit_status::ok;
}

} // namespace

void add_web_views(CLI::App& app, int& status) {
    auto const o = std::make_shared<web_view_options>();
    auto* const command = app.add_subcommand("__web", "What muster web asks for");
    command->group(""); // hidden
    command->add_option("WHAT", o->what, "What to show")
        ->required()
        ->check(one_of({"results", "failures", "acts", "retry-plan", "specs"}));
    command->add_option("ABOUT", o->about, "A job, or specs");
    add_place_option(*command, o->place);
    add_outcome_option(*command, o->outcomes, {"done", "already", "gone", "failed", "unknown"}, "Only these");
    command->add_option("--code", o->code, "Only with this code");
    command->add_option("--limit", o->limit, "The first so many")->check(whole_number(1, 1000));
    command->callback([o, &status] { status = static_cast<int>(view_of_web(*o)); });
}

} // namespace muster::cli
