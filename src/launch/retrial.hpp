#pragma once
#include "journal/record.hpp"
#include "launch/descent.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <functional>

namespace muster::launch {

/// A job over some members of another, to be begun (launch::begin): each is read and looked at afresh, with
/// the other's `where`, asking the files that it names as they are now, and operation, and ends `already` if
/// it needs nothing any more.
struct retrial {
    muster::spec::spec spec;
    descent from;
    std::uint64_t members = 0;  ///< whom it is about
    std::uint64_t doubtful = 0; ///< left out: nothing tells whether a request for them took effect
};

/// Makes one over those whose outcome is `wanted`; rows go in again as they stand in the other's file.
/// Whoever is `unknown`, and could be changed twice as no look would tell, is left out unless
/// `also_doubtful`. The store must outlive it. Throws what find_parent() throws, and core::job_error(usage)
/// where the rows are not what they were.
retrial make_retrial(store& jobs, std::string const& id,
                     std::function<bool(journal::member_settled const&)> const& wanted, bool also_doubtful);

} // namespace muster::launch
