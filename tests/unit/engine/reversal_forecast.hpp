#pragma once
#include "kept_fields.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace muster::simulated {

/// What a job did to one member.
struct past_deed {
    /// A field that it wrote; a plan that it gave or took is one, too.
    struct field {
        std::string path; ///< as value_at() has it
        boost::json::value before, written;
    };
    std::vector<field> fields;
    std::string made_as{}; ///< not empty: it made the member, who was to be known by that
};

/// By the members' ids.
using past_deeds = std::map<std::string, past_deed>;

/// What taking deeds back has to make of members, worked out here, apart from the code under test.
struct reversal_forecast {
    everybody after;
    std::map<std::string, std::string> outcomes; ///< `done`, `already`, or the code of a failure
    past_deeds did;                              ///< what can be taken back in turn
    std::size_t beyond_recall = 0;               ///< changes that cannot: who is deleted
};

/// `now` = the members as they are before; `reference` = the path of what they are known by. What is as it
/// was written becomes what it was before; what is as before stays; if a field is neither, the whole member
/// is left alone, and told of, or with `force` that field becomes what it was before, too.
[[nodiscard]] reversal_forecast forecast_reversal(past_deeds const& deeds, everybody const& now,
                                                  std::string const& reference, bool force);

} // namespace muster::simulated
