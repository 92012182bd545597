#pragma once
#include "journal/record.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace muster::journal {

/// How many members there were, and what became of them.
struct counts {
    std::uint64_t seen = 0; ///< on pages that are complete
    std::array<std::uint64_t, core::outcome_kinds> outcomes{};

    [[nodiscard]] std::uint64_t of(core::outcome o) const { return outcomes.at(static_cast<std::size_t>(o)); }
    [[nodiscard]] std::uint64_t settled() const;
};

/// What a journal says, folded record by record: state = fold(records). The engine applies each record as it
/// writes it, and a resume applies the same records as it reads them back, so both see the same job. Pure.
///
/// The low-water mark is the cursor below which every matching member has its outcome; a resume reads on from
/// there. What is settled above it is remembered by id, and those members are skipped when they are read
/// again.
class state {
public:
    /// Throws std::invalid_argument if the record cannot follow the ones before it.
    void apply(record const& r);
    void apply(intent const& x);
    void apply(member_settled const& x);
    /// The same of one that nobody needs any more.
    void apply(record&& r);
    void apply(intent&& x);

    [[nodiscard]] std::string const& low_water() const { return low_water_; }
    [[nodiscard]] bool list_ended() const { return list_ended_; } ///< the low-water mark is the list's end
    [[nodiscard]] std::uint64_t next_page_number() const { return next_page_; }
    [[nodiscard]] std::uint64_t runs() const { return runs_; }
    /// How many of them went on, on another host, where a run had not come to its end.
    [[nodiscard]] std::uint64_t takeovers() const { return takeovers_; }
    [[nodiscard]] std::optional<job_opened> const& job() const { return job_; }
    [[nodiscard]] std::optional<run_started> const& last_run() const { return last_run_; }
    /// The fingerprint of the key that the job works with by now: of its last run, which may have been given
    /// another than the one at the start. Empty where there is no job record.
    [[nodiscard]] std::string key() const;
    /// How the last run ended; nullopt while one is under way, or if it was interrupted.
    [[nodiscard]] std::optional<run_ended> const& ending() const { return ending_; }
    /// Who paused the job, if it is; no run begins then, and none sends anything.
    [[nodiscard]] std::optional<job_steered> const& paused() const { return paused_; }
    [[nodiscard]] counts const& totals() const { return totals_; }
    [[nodiscard]] std::optional<std::uint64_t> list_total() const { return list_total_; }

    /// Members seen so far, including those on pages that are not complete.
    [[nodiscard]] std::uint64_t seen() const;
    /// Members that matched so far: settled, or on an open page.
    [[nodiscard]] std::uint64_t matched() const;
    /// Open pages: read, and with members that have no outcome yet, or behind such a page.
    [[nodiscard]] std::size_t open_pages() const { return open_.size(); }
    /// Members settled above the low-water mark: what a checkpoint has to name.
    [[nodiscard]] std::size_t window() const;

    /// Whether an earlier run settled this member above the low-water mark; also by the key of its row
    /// (intent::row), as nobody may be known by that any more.
    [[nodiscard]] bool settled_before(std::string_view member) const { return carried_.contains(member); }
    /// Intents without an outcome.
    [[nodiscard]] std::map<std::string, intent, std::less<>> const& pending() const { return pending_; }

    /// How far its rollout has come; zeros if no step of one is behind.
    [[nodiscard]] step_passed const& last_step() const { return last_step_; }

    /// How far the sink of an export has come, in its own words; empty = nothing was exported yet.
    [[nodiscard]] std::string const& sink_mark() const { return sink_mark_; }

    /// The state as JSON, and back: what a checkpoint holds. restore throws std::invalid_argument.
    [[nodiscard]] boost::json::object save() const;
    static state restore(boost::json::object const& saved);
    /// Whether a program saved it that counted a member as seen twice if a row named it by another key than
    /// its id, and was read again.
    static bool counts_rows_twice(boost::json::object const& saved);

private:
    struct open_page {
        page_read read;
        std::uint64_t left = 0;           // members without an outcome yet
        std::vector<std::string> settled; // members with one, and the keys of their rows
    };

    void start_run(run_started const& r);
    void steer(job_steered const& s);
    void open_page_of(page_read const& p);
    void note(rows_exported const& x);
    void advance();
    void forget_carried();
    [[nodiscard]] bool is_open(std::uint64_t page) const;
    [[nodiscard]] bool reached(std::string const& mark) const;

    std::optional<job_opened> job_;
    std::optional<run_started> last_run_;
    std::optional<run_ended> ending_;
    std::optional<job_steered> paused_;
    std::uint64_t runs_ = 0;
    std::uint64_t takeovers_ = 0;
    std::uint64_t next_page_ = 1;
    std::string low_water_;
    bool list_ended_ = false;
    counts totals_;
    std::optional<std::uint64_t> list_total_;
    std::deque<open_page> open_;
    std::map<std::string, intent, std::less<>> pending_;
    std::string sink_mark_;
    step_passed last_step_;

    // Members settled above the low-water mark by earlier runs, and the keys of their rows. They are kept
    // until the walk has passed every point that those runs had reached: `carry_marks_`, which is empty only
    // if there are none to keep.
    std::set<std::string, std::less<>> carried_;
    std::uint64_t carried_members_ = 0; // how many members these are: one may stand there under two names
    std::set<std::string, std::less<>> carry_marks_;
    std::uint64_t carry_from_ = 0;   // the first of the pages that they left open
    std::uint64_t carried_seen_ = 0; // of the members on those, how many were met again on pages complete now
    enum class direction { unknown, up, down };
    direction cursors_go_ = direction::unknown; // so far as they are numbers
};

} // namespace muster::journal
