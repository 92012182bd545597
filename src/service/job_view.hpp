#pragma once
#include "engine/forecast.hpp"
#include "engine/progress.hpp"
#include "launch/speed.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace muster::service {

/// How one job stands, as `muster status` and `muster web` show it.
struct job_view {
    launch::standing job;
    std::optional<launch::speed> speed;    ///< while it runs
    std::vector<std::string> now;          ///< what only the run itself could tell, for people
    std::optional<engine::forecast> ahead; ///< when it will be done, if that was looked for
    /// Whether nothing is sent for members with an intent before it goes on: as the run told, or, where it
    /// did not, by its pause.
    bool held = false;
    std::string next; ///< what to do; may be empty
    /// The jobs that were made from it, by when they were; only of one job that is asked for.
    std::vector<journal::job_opened> made_from{};

    [[nodiscard]] std::string started() const;       ///< ISO 8601; empty if that cannot be told
    [[nodiscard]] engine::progress progress() const; ///< as its journal has it
    /// How long the rest will take at the present pace, if nothing keeps it from sending; nullopt where that
    /// cannot be told.
    [[nodiscard]] std::optional<core::duration> left() const;
};

/// `state_option`: what a command that is advised needs to find the job (launch::store). Throws
/// files::io_error if its lock cannot be looked at.
job_view view_of(files::storage& storage, journal::directory const& where, std::string const& state_option,
                 core::wall_time now, launch::scrutiny how_much = launch::scrutiny::all);

/// For programs; not redacted.
boost::json::object as_json(job_view const& v);

/// All outcomes, each with its count, for programs.
boost::json::object outcomes_object(journal::counts const& totals);

} // namespace muster::service
