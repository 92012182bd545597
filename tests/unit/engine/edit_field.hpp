#pragma once
#include "model_server.hpp"
#include "spec/spec.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace muster::simulated {

/// Somebody else sets a field of a member, who must be there, by the call that a job would use. `path` as
/// value_at() has it, but that an e-mail address is `email`; `job` = a spec of that platform. What the
/// platform refuses does not happen.
void edit_field(spec::spec const& job, model_server& server, std::string const& member,
                std::string const& path, boost::json::value const& value);

/// Somebody else makes that change.
void change_by_hand(spec::spec const& job, model_server& server, std::string const& member,
                    core::change what);

} // namespace muster::simulated
