#pragma once
#include "core/outcome.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::journal {

/// What the first line says that it is.
inline constexpr std::string_view format_name = "muster-journal";

/// The version of the format (src/journal/README.md) that new journals have. Those of version 1 are read and
/// gone on with as they are: none of their lines holds several records. Any other is refused.
inline constexpr std::uint64_t format_version = 2;
inline constexpr bool is_readable(std::uint64_t version) {
    return version >= 1 && version <= format_version;
}

/// The job that another was made from.
struct parentage {
    std::string job;
    /// `retry`: some of its members are tried anew; `undo`: what it did is taken back.
    std::string as;
};
inline constexpr std::string_view as_retry = "retry";
inline constexpr std::string_view as_undo = "undo";

/// The plan that a job applies.
struct planned {
    std::string digest;      ///< names the plan: SHA-256 of its first line, in which that of the rest stands
    std::string approved_by; ///< whoever approved it, in the words of whoever began the job; may be empty
};

/// The first line: what the job is. Resume refuses when any of these differ, but for a key that was replaced.
struct job_opened {
    std::string job;
    std::string spec_hash; ///< SHA-256 of spec.json
    std::string base_url;
    std::string key; ///< core::fingerprint of the key
    std::string at;  ///< ISO 8601, as all times here
    std::uint64_t version = format_version;
    std::string source{};                 ///< SHA-256 of the file of rows that it works from; empty = none
    std::uint64_t rows = 0;               ///< how many rows that has
    std::vector<std::string> key_lists{}; ///< SHA-256 of each file that its `where` asks, in order
    std::optional<parentage> from{};
    std::optional<planned> plan{};
};

/// A process took the job up. What the runs before it left unfinished is open again.
struct run_started {
    std::uint64_t run = 1;
    std::int64_t pid = 0;
    std::string host;
    std::string at;
    bool live = false; ///< it works on real members because the command line allowed it
    std::string key{}; ///< core::fingerprint of its key, where that is not the one of job_opened; else empty
    bool ignores_windows = false; ///< it sends outside the spec's windows, as somebody asked for it
    std::string who{};            ///< who began it, where that was told (launch/mark.hpp); else empty
};

/// A page was read, filtered and turned into changes.
struct page_read {
    std::uint64_t number = 0; ///< counts up over all runs; never used twice
    std::string from;         ///< the cursor it was asked for with
    std::string next;         ///< the cursor that came with it
    bool more = false;
    std::uint64_t members = 0; ///< how many it held
    std::uint64_t matched = 0; ///< of these, how many get their outcome from this page
    std::uint64_t again = 0;   ///< of these, how many were settled by an earlier run
    std::optional<std::uint64_t> total;
    std::string at{}; ///< when, to the second; empty: see member_settled::at
};

/// A change is about to be sent. Durable before the first byte of the request.
struct intent {
    std::string member;
    std::uint64_t page = 0;
    boost::json::value change;  ///< core::to_json
    boost::json::object before; ///< what the change overwrites
    std::string email{};        ///< the member's address then; empty where the platform sent none
    /// The key of the row that names the member, as it is compared, where that is another than its id.
    std::string row{};
};

/// An intent that was never sent.
struct intent_withdrawn {
    std::string member;
};

/// What became of a member: the one line that counts.
struct member_settled {
    std::string member;
    std::uint64_t page = 0;
    core::outcome outcome = core::outcome::done;
    std::uint64_t attempts = 0; ///< requests that carried the change; 0 = none was needed
    std::string code;           ///< of a failure; kebab-case
    std::string message;        ///< of a failure, for people
    bool read_back = false;     ///< settled by reading the member, not by the reply to the change
    std::string email{};        ///< the member's address, if no intent tells it
    /// When, to the second. Empty: as the page or outcome of this run before it that has one; if there is
    /// none, an earlier version of muster wrote it, and it is not known.
    std::string at{};
    std::string row{}; ///< intent::row, if no intent tells it
    /// The id of the member that it made, where the reply to its creation told that; else empty, also where a
    /// look found whoever was to be made, as that may be somebody else's work.
    std::string made{};
};

/// Rows of a page of the list went to the export's sink, and are there for good.
struct rows_exported {
    std::uint64_t page = 0;
    std::uint64_t written = 0;
    std::uint64_t unchanged = 0; ///< stood there already just so
    std::string mark;            ///< how far the sink has come, in its own words; not empty
};

/// What was left of a job when a run ended, and how fast its requests went.
struct work_left {
    double requests = 0;   ///< still to be sent, about; above 0
    double per_second = 0; ///< requests of that run, while it could send; above 0
    double limit = 0;      ///< under this limit, requests/s; 0 = none
};

/// The members of a step of the job's rollout were judged, and those of the next may pass.
struct step_passed {
    std::uint64_t steps = 0;   ///< so many are behind by now
    std::uint64_t members = 0; ///< of the job, that were begun by then
    /// Of these: those of steps that somebody let pass whatever became of them, and how many of them did not
    /// come out well.
    std::uint64_t excused = 0, excused_bad = 0;
};

/// How a run ended. A journal that ends in no run_ended was interrupted.
struct run_ended {
    bool complete = false; ///< the job is over; else it was stopped and can be resumed
    std::string reason;    ///< for people; empty when complete
    std::string at;
    std::string cause{}; ///< what kind of reason (the ending_* below); empty: complete in order, or not told
    std::optional<work_left> left{}; ///< where it got on, and is not complete
    std::string until{};             ///< before which no further run gets anywhere; empty: that is not known
};

/// What ended a run, where it tells what has to be done before the job can get further, or that it goes on by
/// itself.
inline constexpr std::string_view ending_canary = "canary";       ///< the first members did not come out well
inline constexpr std::string_view ending_surplus = "surplus";     ///< more members match than were expected
inline constexpr std::string_view ending_limit = "limit";         ///< so many were to be changed, and are
inline constexpr std::string_view ending_signal = "signal";       ///< a signal asked for it
inline constexpr std::string_view ending_window = "window";       ///< the window closed
inline constexpr std::string_view ending_quota = "quota";         ///< the platform's quota is used up
inline constexpr std::string_view ending_error = "error";         ///< something is in its way
inline constexpr std::string_view ending_operation = "operation"; ///< the platform takes it for no member
/// An export cannot be taken where it goes, unless that, or the spec, changes.
inline constexpr std::string_view ending_unfit = "unfit";
/// Complete, but so many rows of an export are of members who are gone that none was marked as deleted.
inline constexpr std::string_view ending_withheld = "withheld";

/// What somebody does to a job from outside.
enum class act : std::uint8_t {
    pause, ///< nothing is sent any more, in whichever run, until it is let go on
    go_on, ///< lifts the pause
    rate,  ///< another rate for the rest of the run
    stop   ///< the run ends early
};

/// The word for it: `pause`, `continue`, `rate`, `stop`.
std::string_view to_string(act what);
/// The inverse of to_string; nullopt for any other word.
std::optional<act> parse_act(std::string_view word);

/// Somebody steered the job. May stand anywhere behind the first line: a job that no process works on is
/// paused, and let go on, too.
struct job_steered {
    act what = act::pause;
    std::string who; ///< user and process, for people: `ann (pid 4711)`
    std::string why; ///< in their words; may be empty
    std::string at;
    std::optional<double> rate{}; ///< with act::rate: requests per second; nullopt = as the spec says
};

/// What a line of the journal holds; intents, and outcomes, can share one.
using record = std::variant<job_opened, run_started, page_read, intent, intent_withdrawn, member_settled,
                            rows_exported, step_passed, run_ended, job_steered>;

/// Appends the record to `out` as one sealed line, newline included.
void encode(record const& r, std::string& out);
void encode(intent const& x, std::string& out);
void encode(member_settled const& x, std::string& out);

/// Appends them in as few lines as may be: those that follow each other and differ in nothing but whose they
/// are share one. Only for journals of version 2 and up.
void encode(std::span<intent const> all, std::string& out);
void encode(std::span<member_settled const> all, std::string& out);

/// Reads one line (without its newline) that holds one record. Throws std::invalid_argument naming what is
/// wrong: checksum, JSON, another format or version, a missing or ill-typed field, an unknown record,
/// several.
record decode(std::string_view line);
/// Reads one line that may hold several, and hands them out in their order; throws as well, before or after.
void decode(std::string_view line, std::function<void(record&&)> const& each);
/// The same of a line whose checksum is known to match (is_intact), which is not worked out again.
void decode_intact(std::string_view line, std::function<void(record&&)> const& each);
/// The same as decode_intact, but of intents there is no `change`, `before` and `email`, which are only held
/// to be what they should: of a journal that is read, nearly all have their outcome some lines later.
void decode_named(std::string_view line, std::function<void(record&&)> const& each);

} // namespace muster::journal
