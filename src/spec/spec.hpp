#pragma once
#include "core/time.hpp"
#include "filter/filter.hpp"
#include "operation/operation.hpp"
#include "provider/provider.hpp"
#include "schedule/timetable.hpp"
#include "schedule/window.hpp"
#include "sink/settings.hpp"
#include "source/records.hpp"
#include "source/rows_settings.hpp"
#include "spec/rollout.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::source {
class key_list;
}

namespace muster::spec {

/// Where a key is to be found; the key itself never stands in a spec.
struct key_reference {
    enum class kind { env, file, credential };
    kind from = kind::env;
    std::string name; ///< variable, path, or name in systemd's credentials directory
};

/// By way of which proxy the platform is reached, where it is https.
struct proxy_choice {
    enum class kind {
        environment, ///< what HTTPS_PROXY and NO_PROXY say
        none,
        url, ///< `value` is its address, without user and password
        env  ///< `value` is the variable that holds its address
    };
    kind from = kind::environment;
    std::string value;
};

/// How to reach the platform.
struct endpoint {
    std::string base_url; ///< without a trailing slash; https, or http to a loopback address
    proxy_choice proxy;
    std::filesystem::path ca_file; ///< PEM bundle instead of the system's trust store; empty = the system's
    core::duration connect_timeout{};
    core::duration request_timeout{};
    std::size_t reply_limit = 0; ///< bytes
};

/// How fast the job may go.
struct pace {
    double requests_per_second = 0;      ///< 0 = no limit of ours
    std::vector<provider::limit> quotas; ///< limits over more than a minute; all of them hold
    unsigned concurrency = 8;            ///< 1..512 requests in flight
    std::size_t page_size = 0;           ///< members per page
};

/// What is done when requests fail.
struct retry {
    unsigned attempts = 6;       ///< 1..100 requests for one member before it counts as failed
    core::duration patience{};   ///< how long an outage of the platform is waited for
    core::duration base_delay{}; ///< backoff: uniform(0, min(max_delay, base_delay * 2^n))
    core::duration max_delay{};
};

/// When to stop early, resumable: how many members of a run may come out failed, unknown or gone. nullopt =
/// any number.
struct stop_after {
    std::optional<std::uint64_t> failures; ///< so many are too many
    std::optional<double> failure_rate;    ///< 0..1 of all outcomes, looked at once there are at least 50
    /// Of a plan that is applied: how many members may not be as they were when they were planned (failed
    /// with stale_code); one more, in a run, is too many. These do not count for the other two. nullopt = it
    /// is no plan's, or any.
    std::optional<std::uint64_t> stale{};
};

/// The members that a job changed are looked at again at its end.
struct verify {
    std::optional<std::uint64_t> sample; ///< so many of them, taken by chance; nullopt = all
};

/// Whom a job tells how it stands, and of what.
struct notify {
    /// How a job, or a start that was due, may stand.
    enum class event {
        complete, ///< every member that matched has its outcome, and none of them failed
        failed,   ///< members failed or are unknown, or it cannot go on as it is
        stopped,  ///< ended early; a resume goes on with it
        late      ///< did not start when it was due, or will not end in its window
    };
    std::vector<event> on;                ///< what is told; never empty
    std::optional<key_reference> webhook; ///< where the address is kept that messages are posted to
    std::optional<key_reference> secret;  ///< with which they are signed
    std::vector<std::string> command;     ///< a program and its arguments; empty = none
    std::optional<key_reference> ping;    ///< where the address is kept that is told of each start and end
};

/// A spec, read: everything typed, defaults filled in, parameters substituted.
struct spec {
    std::string name;
    std::string description;
    std::unique_ptr<provider::provider> platform;
    key_reference key;
    endpoint at;
    bool live = false; ///< the spec itself says that it may change real members
    filter::filter where;
    /// The files that `where` asks, as they stand in it. It asks them only once they are bound
    /// (launch::made_key_lists, launch::take_up_key_lists).
    std::vector<std::shared_ptr<source::key_list>> key_lists;
    std::unique_ptr<operation::operation> operation; ///< nullptr: it is an export
    std::optional<muster::sink::settings> sink;      ///< of an export: members go there, and none is changed
    std::optional<key_reference> sink_address;       ///< of a database server: where its address is kept
    /// What is done to each member that matches, in the words of plan and progress.
    [[nodiscard]] std::string describe() const { return sink ? sink->describe() : operation->describe(); }
    /// The dotted paths of a member's document that are read for that.
    [[nodiscard]] std::vector<std::string> fields() const;
    bool applies_plan = false; ///< of a plan that is kept: its operation holds the plan's `where`, too
    bool deletes = false;      ///< the operation deletes members, as far as that can be told of a raw request
    muster::spec::pace pace;
    muster::spec::retry retry;
    muster::spec::stop_after stop_after;
    std::optional<std::uint64_t> limit;   ///< stop when so many members are changed
    std::optional<std::uint64_t> at_most; ///< `expect`: stop before the surplus if more match
    /// `expect`: the job is refused, with nothing sent, if more than this part (0..1) of the listed members
    /// matches. Only where the platform's list is read.
    std::optional<double> max_share;
    /// The steps in which the job's members pass, of which the canary is one; none: all pass at once.
    muster::spec::rollout rollout;
    std::optional<muster::spec::verify> verify;
    std::optional<muster::spec::notify> notify;
    bool newest_first = false;
    /// The operation makes members of the records or rows; else rows say which members it is done to.
    bool makes_members = false;
    /// It makes only those who are not there, and updates the others, row by row
    /// (operation::upserts_by_look).
    bool upserts_by_look = false;
    // Where members come from; neither: from the platform's list.
    std::optional<source::records> records;
    std::optional<source::rows_settings> rows;
    std::optional<key_reference> source_address; ///< of a database server with the rows: where it is kept
    /// Whether each row is a member that is made, as opposed to naming one that is there.
    [[nodiscard]] bool makes_rows_members() const { return rows && makes_members && !upserts_by_look; }
    /// Whether the members are looked for first that rows name.
    [[nodiscard]] bool meets_members() const { return rows && !makes_rows_members(); }
    muster::schedule::windows windows; ///< outside, no request is sent
    std::optional<muster::schedule::timetable> schedule;

    /// The document with its parameters filled in and without their declarations: what `spec.json` of the job
    /// keeps. Read again, it gives this spec (a literal `${` in it is escaped).
    boost::json::object document;
};

} // namespace muster::spec
