#pragma once
#include "core/time.hpp"
#include "launch/store.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace muster::service {

/// The status that a run told, read; nullopt if it is none.
std::optional<boost::json::object> as_status(std::string_view text);

/// What a run that goes on says of itself (service/control.hpp); in a store, a second ago at most. It blocks,
/// for `longest` at each step: a run answers at once, unless somebody stopped its process. nullopt: nobody
/// runs, or it does not say.
std::optional<boost::json::object> status_of_run(launch::store& jobs, journal::directory const& where,
                                                 core::duration longest);

} // namespace muster::service
