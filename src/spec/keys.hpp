#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string_view>

/// What the plain keys of a spec may hold. Reader and schema are both made from it, so that they agree.
namespace muster::spec::keys {

/// A key with a whole number.
struct whole {
    std::string_view name;
    std::string_view description;
    long min;
    long max;
    std::optional<long> fallback;
    bool nullable = false; ///< null takes the fallback away
};

/// A key with a number.
struct real {
    std::string_view name;
    std::string_view description;
    double min;
    double max;
    std::optional<double> fallback;
    bool nullable = false; ///< null takes the fallback away
};

/// A key with a span of time, written as `"30s"`.
struct span {
    std::string_view name;
    std::string_view description;
    core::duration min;
    core::duration max;
    std::string_view fallback; ///< empty: there is none, and what is absent reads as zero
};

/// A key with true or false, false by default.
struct flag {
    std::string_view name;
    std::string_view description;
};

using namespace std::chrono_literals;

inline constexpr flag live{"live",
                           "The job may change real members: a live key works, not only a sandbox key."};
inline constexpr whole limit{
    "limit", "Stop, resumable, when this many members are changed; those that need no change do not count.",
    1, 1'000'000'000'000, std::nullopt};
inline constexpr whole at_most{
    "atMost", "Stop, resumable, before anyone else is changed, if more members than this match.", 0,
    1'000'000'000'000, std::nullopt};

inline constexpr real max_share{
    "maxShare",
    "The list is read whole first, and the job is refused, with nothing sent, if more than this part of it "
    "matches. For a deletion of whom a file does not name (notIn), 0.2 if it is not given.",
    0, 1, std::nullopt};
/// What it is for a deletion of whom a file does not name.
inline constexpr double usual_max_share = 0.2;

inline constexpr whole canary_members{"members", "How many members are tried before all the others.", 1,
                                      1'000'000, std::nullopt};

inline constexpr real max_failed{
    "maxFailed", "Which part of all who passed by then may come out neither done nor already.", 0, 1, 0.01};

inline constexpr whole sample{"sample", "How many of those that were changed are looked at, taken by chance.",
                              1, 1'000'000'000, std::nullopt};

inline constexpr span connect_timeout{"connectTimeout", "How long connecting may take.", 10ms, 1h, "10s"};
inline constexpr span request_timeout{
    "requestTimeout", "How long a request may take until its whole reply is here.", 10ms, 1h, "30s"};
inline constexpr whole reply_limit{"replyLimitBytes", "The most bytes of one reply.", 1024, 1L << 30,
                                   16L << 20};

inline constexpr real requests_per_second{
    "requestsPerSecond",
    "The most requests per second; 0 = no limit of ours. The platform's own limit if not given.", 0, 100'000,
    std::nullopt};
inline constexpr whole concurrency{"concurrency", "The most requests in flight at once.", 1, 512, 8};
/// Its upper end is the provider's page size.
inline constexpr whole page_size{
    "pageSize", "Members per page; the most that the platform gives if not given.", 1, 100'000, std::nullopt};

inline constexpr whole quota_requests{"requests", "The most requests in any span of that length.", 1,
                                      1'000'000'000, std::nullopt};
inline constexpr span quota_per{"per", "The length of the span.", 1min, 744h, "1h"};

inline constexpr real window_rate{
    "rate", "The most requests per second in this window, instead of pace.requestsPerSecond.", 0.001, 100'000,
    std::nullopt};
inline constexpr span catch_up_for{
    "catchUpFor", "A start that was missed longer ago than this is not made up for.", 1min, 8760h, "1d"};
inline constexpr span jitter{
    "jitter", "Each start is late by up to this, always by the same, so that specs do not start all at once.",
    0s, 12h, "0s"};

inline constexpr whole attempts{"attempts", "The most requests for one member before it counts as failed.", 1,
                                100, 6};
inline constexpr span patience{
    "patience", "How long to wait for a platform that is down, before the job stops resumable.", 0s, 720h,
    "30m"};
inline constexpr span base_delay{
    "baseDelay", "The backoff after the first failed attempt is random up to this; it doubles with each.",
    1ms, 1h, "500ms"};
inline constexpr span max_delay{"maxDelay", "The backoff is never longer than this.", 1ms, 24h, "30s"};

inline constexpr whole failures{
    "failures", "Stop, resumable, when this many members of a run came out failed, unknown or gone.",
    1,          1'000'000'000'000,
    100,        true};
inline constexpr real failure_rate{"failureRate",
                                   "Stop, resumable, when more than this part of a run's members came out "
                                   "failed, unknown or gone (looked at "
                                   "from 50 members on).",
                                   0,
                                   1,
                                   0.2,
                                   true};

inline constexpr real max_removals{
    "maxRemovals", "Of a table: no row is marked as deleted if more than this part of them would have to be.",
    0, 1, 0.1};
inline constexpr span full_every{
    "fullEvery",
    "Of a table, with \"mode\": \"changed\": an export that begins so long after the last that did compares "
    "each column, "
    "and not only the hash of the row: what others have changed in the table is set right.",
    1min, 87'600h, ""};
inline constexpr flag migrate{"migrate", "Of a table: columns that it lacks are added."};

/// Each reads its key of the object `section`: the value; what stands for it where it is absent; or, with a
/// mistake noted, nullopt or the fallback.
std::optional<long> read(core::node const& section, whole const& key);
std::optional<double> read(core::node const& section, real const& key);
core::duration read(core::node const& section, span const& key);
bool read(core::node const& section, flag const& key);

/// Each adds its key to the `properties` of a JSON Schema.
void add_to(boost::json::object& properties, whole const& key);
void add_to(boost::json::object& properties, real const& key);
void add_to(boost::json::object& properties, span const& key);
void add_to(boost::json::object& properties, flag const& key);

} // namespace muster::spec::keys
