#pragma once
#include "core/time.hpp"
#include "launch/store.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace muster::service {

/// What a run that goes on says of itself (service/control.hpp). It blocks, for `longest` at each step: a run
/// answers at once, unless somebody stopped its process, and within a second through a store. nullopt: nobody
/// runs, or it does not say.
std::optional<boost::json::object> status_of_run(launch::store& jobs, journal::directory const& where,
                                                 core::duration longest);

} // namespace muster::service
