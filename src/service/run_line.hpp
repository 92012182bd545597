#pragma once
#include "launch/store.hpp"
#include "service/client.hpp"

namespace muster::service {

/// Asks the run that holds a job: by its socket, or, where jobs are shared with other hosts, through the
/// store. It blocks, for `longest` at most at each step. An act through the store tells who we are, as no
/// socket does. Throws client_error.
client_reply ask_run(launch::store& jobs, journal::directory const& where, std::string_view method,
                     std::string_view target, std::string_view body, core::duration longest);

/// Passes on each event of the run, by its name and data, until the run ends or `each` returns false; through
/// a store, one a second that says how it stands. Throws client_error, also when nothing comes for `longest`.
void follow_run(launch::store& jobs, journal::directory const& where, core::duration longest,
                std::function<bool(std::string_view name, std::string_view data)> const& each);

} // namespace muster::service
