#pragma once
#include "core/time.hpp"
#include "journal/state.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::service {

using spec::notify;

/// How a job stands, for those who are to be told.
struct news {
    notify::event now = notify::event::complete;
    std::string spec_name;
    std::string job_id;    ///< empty = it did not begin
    std::uint64_t run = 0; ///< of the job
    std::string reason;    ///< why it is not complete; no secret
    int status = 0;        ///< with which the program exits
    std::optional<journal::counts> totals;
    std::string next; ///< the command that goes on with it; may be empty
    core::wall_time at{};
};

/// Whether somebody who was told `told` last (nullopt = nothing) is told of `now`: of each change once, if it
/// is one of `on`; and that all is well again, whether it is or not.
bool is_told(std::optional<notify::event> told, notify::event now, std::vector<notify::event> const& on);

/// Whether `now` says that all is well again.
bool is_recovery(std::optional<notify::event> told, notify::event now);

/// One sentence for people.
std::string sentence(news const& n, bool recovery);

/// What a webhook gets: Slack's `text`, and `type`, `timestamp` and `data` as Standard Webhooks has them.
boost::json::object webhook_body(news const& n, bool recovery);

/// A mail for `to`, headers and all, as `sendmail -t` reads it.
std::string mail(news const& n, bool recovery, std::string const& to);

/// The same for the same news: receivers tell a repeated message by it.
std::string message_id(news const& n);

/// The address of a ping, `url` with `word` (`start`, `fail`, an exit status) as a last part of its path, and
/// the run's id, which ties a start to its end.
std::string ping_url(std::string const& url, std::string const& word, std::string const& run_id);

/// A UUID that hangs on job and run alone.
std::string run_id(std::string const& job_id, std::uint64_t run);

} // namespace muster::service
