#pragma once
#include "engine/forecast.hpp"
#include "engine/progress.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>

namespace muster::cli {

/// What a run came to, for its summary.
struct run_report {
    std::string job_id;
    std::string state;    ///< "complete" or "stopped"
    std::string reason;   ///< why it stopped
    engine::progress end; ///< as the run ended
    core::duration took{};
    std::uint64_t bytes_written = 0;
    std::map<std::string, std::uint64_t> failures; ///< of this run, by code
    std::optional<engine::forecast> ahead{};       ///< when the job will be done, where it waits
    std::string verified; ///< what a look at its members found; empty = none was made
    std::string advice;   ///< what to do next; may be empty
};

/// `3 done, 1 already, ...`: all of them, in their order.
std::string outcomes_of(journal::counts const& totals);

/// How much of a job is done, rounded down, and when the rest will be:
/// `41 % of it done; at this pace done about ...`.
std::string forecast_words(engine::progress const& p, engine::forecast const& ahead);

/// `name`, and from `column` on (under 60) the text; with `wrapped`, broken at spaces so that no line is
/// wider than a usual terminal.
std::string table_row(std::string const& name, std::string text, bool wrapped, std::size_t column = 10);

/// For people: a few lines; with `wrapped`, none wider than a usual terminal.
std::string as_table(run_report const& r, bool wrapped);
/// For a log: one line.
std::string as_sentence(run_report const& r);
/// For programs: one object.
boost::json::object as_json(run_report const& r);

} // namespace muster::cli
