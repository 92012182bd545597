#pragma once
#include "engine/field_census.hpp"
#include "engine/forecast.hpp"
#include "engine/match_cost.hpp"
#include "engine/proposal.hpp"
#include "engine/surroundings.hpp"
#include "engine/walk_files.hpp"
#include "pacing/quota_forecast.hpp"
#include "spec/spec.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// What a job would do, had it run just now.
struct preview {
    /// One member that would be changed.
    struct example {
        std::string member;
        std::string email;
        core::change change;
        boost::json::object before; ///< what the change would overwrite
        boost::json::array cells;   ///< of an export, instead of a change: one for each column
    };
    bool of_export = false; ///< members are exported; `to_change` counts the rows
    std::uint64_t seen = 0;
    std::uint64_t matched = 0;
    std::uint64_t to_change = 0;
    std::uint64_t to_create = 0; ///< of `to_change`: who is not there yet
    std::uint64_t needs_nothing = 0;
    std::uint64_t impossible = 0;
    std::map<std::string, std::uint64_t> why_impossible; ///< by code
    /// Of `to_change`: those of whom no look would tell whether a request that broke took effect. It is sent
    /// again then, or they end as `unknown` (provider::doubt).
    std::uint64_t sent_again = 0;
    std::uint64_t given_up = 0;
    std::uint64_t irreversible = 0;          ///< of `to_change`: those that no undo takes back
    std::string why_irreversible;            ///< of the last of these; goes on from `cannot be undone:`
    std::vector<example> examples;           ///< the first few
    std::vector<std::string> faults;         ///< the first few that are impossible: member and why
    bool whole = false;                      ///< the list was read to its end
    std::optional<std::uint64_t> list_total; ///< by the platform's own word
    std::vector<missing_field> missing;      ///< fields that no member seen has
    std::uint64_t requests = 0;              ///< that the preview itself sent
    double change_requests = 0;              ///< that the changes would take, `to_change` of them, about
    std::vector<pacing::quota_use> quotas;   ///< of the spec, and what is used of them by now
    std::optional<match_cost> match;         ///< of rows that name members, where that could be told

    /// How much of the list was seen, above 0 to 1. nullopt: that cannot be told.
    [[nodiscard]] std::optional<double> part_seen() const;

    /// How many members match if the rest of the list is like what was seen of it; exact if it was read
    /// whole. nullopt: that cannot be told.
    [[nodiscard]] std::optional<std::uint64_t> likely_matched() const;
};

/// How far and how hard a preview looks.
struct preview_choices {
    std::size_t examples = 5; ///< the most examples and faults to keep, each
    /// No page is read once so many members are seen.
    std::uint64_t members = std::numeric_limits<std::uint64_t>::max();
    /// Try again what cannot be read, as a run would.
    bool persistent = true;
    /// Read also outside the spec's windows.
    bool ignore_windows = false;
    /// How many rows the spec's file has, where that is known.
    std::optional<std::uint64_t> rows{};
    /// Where the list can be kept that is read whole to find the members of rows; nullopt: they are looked
    /// up.
    std::optional<walk_files> kept{};
    /// Is given each member that would be changed, in the order of the list.
    std::function<void(proposal const&)> on_change{};
};

/// Reads the list and holds every member against the spec; changes nothing, writes nothing. Ends early when
/// `stop` is requested. Throws core::job_error as a run would.
boost::asio::awaitable<preview> preview_job(surroundings with, spec::spec const& spec,
                                            preview_choices choices, async::stop& stop);

} // namespace muster::engine
