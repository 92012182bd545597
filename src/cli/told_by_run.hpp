#pragma once
#include "engine/forecast.hpp"
#include "engine/progress.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// How long `muster status` and `watch` wait for what a run says of itself (service/status_of_run.hpp).
inline constexpr std::chrono::seconds longest_answer{1};

/// What it told, as a line of progress takes it: counts, rates, and why it waits. A field that is missing or
/// of the wrong type counts as none.
engine::progress progress_of(boost::json::object const& told);
/// When it will be done, as it told; nullopt where it did not.
std::optional<engine::forecast> forecast_of_run(boost::json::object const& told);
/// Whether it is paused or its window is closed, and nothing that was sent before is still under way.
bool holds_all(engine::progress const& p);
/// Requests per second of late, as it told.
double sent_per_second(boost::json::object const& told);

/// Why it waits and how fast it may go, for people; one line each.
std::vector<std::string> words_of_run(boost::json::object const& told);

} // namespace muster::cli
