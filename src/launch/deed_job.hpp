#pragma once
#include "journal/record.hpp"
#include "launch/descent.hpp"
#include "spec/spec.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace muster::launch {

/// A job over what another did to its members: its rows are the other's changes, with what they overwrote
/// (spec/deed_operation.hpp).
struct deed_job {
    muster::spec::spec spec; ///< of no use if there are no deeds
    descent from;
    bool of_unfinished = false; ///< a resume of the other would go on with it
    std::uint64_t deeds = 0;    ///< changes that it is about
    std::uint64_t of = 0;       ///< from how many these were taken by chance; as many, if all are
    std::uint64_t left_out = 0; ///< changes that nothing can be done about
    std::string why_left_out;   ///< goes on from `cannot be undone:`; empty if there are none
};

/// How much of an undo is wanted.
struct undo_choices {
    /// Of whom; beside these always those who were left in doubt.
    std::function<bool(journal::member_settled const&)> wanted;
    std::optional<boost::json::value> where{}; ///< of the members as they are now
    bool force = false;                        ///< also where others changed what was written
};

/// Makes the job that takes another back, to be begun (launch::begin). The store must outlive it. Throws what
/// find_parent() throws, and core::job_error(usage) for a `where` that is none.
deed_job make_undo(store& jobs, std::string const& id, undo_choices const& choices);

/// Makes the one that would do again what another did and is said to be `done`: a preview of it shows who is
/// not as the other left them. `sample` = so many of them, taken by chance, are enough. The same.
deed_job make_verification(store& jobs, std::string const& id, std::optional<std::uint64_t> sample = {});

} // namespace muster::launch
