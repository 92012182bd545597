#pragma once
#include "engine/preview.hpp"
#include "launch/deed_job.hpp"
#include "launch/store.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace muster::cli {

/// What the platform shows of the members that a job changed.
struct verification {
    launch::deed_job job; ///< what was looked at
    engine::preview seen; ///< of doing it again: who needs it has drifted

    [[nodiscard]] std::uint64_t not_found() const;
    [[nodiscard]] std::uint64_t not_told() const; ///< of how many it is not known
    [[nodiscard]] bool all_as_written() const;
    [[nodiscard]] bool is_sample() const { return job.deeds < job.of; }
};

struct verify_choices {
    engine::preview_choices look{};
    bool new_key = false;                  ///< the key may be another than the job's
    std::optional<std::uint64_t> sample{}; ///< so many of those that were changed; nullopt = all
};

/// Looks whether the members are as the job left them, and changes nothing. nullopt: it changed nobody.
/// Throws core::job_error, also where nothing of it can be looked at.
std::optional<verification> verify_job(launch::store& jobs, std::string const& id, verify_choices choices);

/// For people: a few lines, with examples; with `wrapped`, no line is wider than a usual terminal.
std::string as_table(verification const& v, bool wrapped);
/// The same in a part of a line: `200 of 200 as written`.
std::string in_words(verification const& v);
boost::json::object as_json(verification const& v);

} // namespace muster::cli
