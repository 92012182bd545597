#pragma once
#include "random_job.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace muster::simulated {

/// A field that a job writes.
struct written_field {
    std::string path; ///< as value_at() has it
    boost::json::value value;
    std::string copied_from{}; ///< not empty: the value is that of this path, in each member its own
};

/// What a job does that can be taken back.
struct reversible_job {
    std::string operation;             ///< of its spec
    std::vector<written_field> fields; ///< of a job that makes members, none
    bool shown = true;                 ///< the platform shows what it overwrites
    [[nodiscard]] bool makes_members() const { return fields.empty(); }
};

/// A job of that provider's: some fields that are set to values or to copies of another field, a plan that is
/// given or taken, or members that are made, as the platform can.
[[nodiscard]] reversible_job some_reversible_job(dice& d, std::string const& provider);

/// A field of a member's on that platform, with a value that it takes.
[[nodiscard]] written_field some_field(dice& d, std::string const& provider);
/// One of the values that the platform takes there.
[[nodiscard]] boost::json::value some_value(dice& d, std::string const& provider, std::string const& path);

/// By what the platform knows its members, as value_at() has it.
[[nodiscard]] std::string reference_path(std::string const& provider);

} // namespace muster::simulated
