#include "service/facts.hpp"

#include "launch/host_name.hpp"
#include "service/start.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <variant>

namespace muster::service {

using core::wall_time;
using state = job_facts::state;
using kind = launch::standing::kind;

namespace {

constexpr std::size_t tail_size = 1U << 20U;
constexpr std::uint64_t pages_again = 2; // a run may read so many anew, and be no further

state state_of(journal::run_ended const& e) {
    if (e.complete) return state::over;
    if (e.cause == journal::ending_window) return state::window;
    if (e.cause == journal::ending_quota) return state::quota;
    // A signal is a drain, or the machine that went down: a person who wants a job to end says so otherwise.
    bool const resumed = e.cause == journal::ending_error || e.cause == journal::ending_signal;
    return resumed ? state::broken : state::over;
}

state state_of(launch::standing const& s) {
    switch (s.how) {
    case kind::running: return state::running;
    case kind::interrupted: return state::broken;
    case kind::stopped: return state_of(*s.folded.ending());
    case kind::complete:
    case kind::damaged: break;
    }
    return state::over;
}

/// One run of a journal, as its lines come.
struct run_so_far {
    bool known = false; ///< its beginning was seen
    bool settled = false;
    bool counts = true; ///< as a failure, where it got no further
    std::uint64_t pages = 0;

    [[nodiscard]] bool got_further() const { return settled || pages > pages_again; }
};

class run_count {
public:
    void add(journal::record const& r) {
        if (std::holds_alternative<journal::run_started>(r)) {
            close();
            run_ = {true, false, true, 0};
        } else if (std::holds_alternative<journal::member_settled>(r)
                   || std::holds_alternative<journal::rows_exported>(r)) {
            run_.settled = true;
        } else if (std::holds_alternative<journal::page_read>(r)) {
            ++run_.pages;
        } else if (auto const* const s = std::get_if<journal::job_steered>(&r)) {
            if (s->what == journal::act::pause) run_.counts = false; // it had to wait
        } else if (auto const* const e = std::get_if<journal::run_ended>(&r)) {
            run_.counts = run_.counts && e->cause != journal::ending_window
                          && e->cause != journal::ending_quota && e->cause != journal::ending_signal;
        }
    }
    unsigned end() {
        close();
        return fruitless_;
    }

private:
    void close() {
        if (run_.got_further())
            fruitless_ = 0;
        else if (run_.known && run_.counts)
            ++fruitless_;
    }
    run_so_far run_;
    unsigned fruitless_ = 0;
};

} // namespace

unsigned fruitless_runs(files::storage& storage, std::filesystem::path const& journal, std::uint64_t bytes) {
    auto const from = bytes > tail_size ? bytes - tail_size : 0;
    auto const text = storage.read(journal, from, tail_size).value_or("");
    std::string_view rest = text;
    if (from > 0) rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1); // begins within a line
    run_count count;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        try {
            journal::decode(rest.substr(0, end), [&](journal::record const& r) { count.add(r); });
        } catch (std::invalid_argument const&) { // not whole; it says nothing
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return count.end();
}

job_facts facts_of(files::storage& storage, launch::standing const& s, journal::directory const& where,
                   std::optional<wall_time> start) {
    job_facts f;
    f.id = s.id;
    f.start = start;
    f.how = state_of(s);
    f.reason = s.reason;
    bool const goes_on = f.how == state::broken || f.how == state::window || f.how == state::quota;
    if (s.folded.paused() && goes_on) f.how = state::held;
    auto const& job = s.folded.job();
    auto const& run = s.folded.last_run();
    auto const& end = s.folded.ending();
    auto const time = [](std::string const& text) { return core::parse_iso8601(text); };
    f.began = (job ? time(job->at) : std::nullopt).value_or(start.value_or(wall_time()));
    f.ended = (end ? time(end->at) : run ? time(run->at) : std::nullopt).value_or(f.began);
    if (f.how == state::broken) f.failures = fruitless_runs(storage, where.journal(), s.bytes);
    if (f.how == state::quota) f.until = time(end->until);
    if (end && end->cause == journal::ending_limit) f.reason.clear(); // as it was asked to
    return f;
}

job_reader::job_reader(launch::store& jobs) : jobs_(jobs) {}

void job_reader::list() {
    ids_ = jobs_.is_missing() ? std::vector<std::string>()
                              : journal::job_ids(jobs_.storage(), jobs_.state_directory());
    std::sort(ids_.begin(), ids_.end());
    archived_ = jobs_.archived();
}

std::vector<job_facts> job_reader::of_spec(std::string_view name, wall_time now) {
    std::vector<job_facts> all;
    auto const prefix = std::string(name) + "-";
    std::vector<std::string> ours;
    for (auto i = std::lower_bound(ids_.begin(), ids_.end(), prefix);
         i != ids_.end() && i->starts_with(prefix); ++i)
        if (is_job_of(name, *i)) ours.push_back(*i);
    auto const recent = are_recent(name, ours, now);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        auto const& id = ours[i];
        auto const start = start_of_job(name, id);
        auto const known = known_.find(id);
        bool const open = known != known_.end() && known->second.facts.how != state::over;
        if (recent[i] || open) {
            if (jobs_.has(id)) all.push_back(read(id, start));
        } else if (start) {
            known_.erase(id);
            all.push_back({id, start, state::over, *start, *start, 0, {}});
        }
    }
    for (auto const& id : archived_)
        if (auto const start = start_of_job(name, id))
            all.push_back({id, start, state::over, *start, *start, 0, {}});
    return all;
}

job_facts job_reader::read(std::string const& id, std::optional<wall_time> start) {
    auto const where = jobs_.where(id);
    auto const journal = jobs_.storage().look(where.journal()).value_or(files::entry());
    auto& known = known_[id];
    bool const same =
        known.size == journal.size && known.changed == journal.changed && !known.facts.id.empty();
    if (same && known.facts.how == state::over) return known.facts;
    if (same && (known.facts.how == state::running) == jobs_.storage().is_locked(where.lock()))
        return known.facts;
    known.facts = facts_of(jobs_.storage(), launch::standing_of(jobs_.storage(), where), where, start);
    known.size = journal.size;
    known.changed = journal.changed;
    return known.facts;
}

std::uint64_t job_reader::runs(std::string const& id) {
    if (!jobs_.has(id)) return 0;
    return launch::standing_of(jobs_.storage(), jobs_.where(id)).folded.runs();
}

pid_t job_reader::holder(std::string const& id) try {
    auto const lock = jobs_.where(id).lock();
    if (!jobs_.storage().is_locked(lock)) return 0;
    boost::system::error_code error;
    auto const text = boost::json::parse(files::read_file(jobs_.storage(), lock).value_or(""), error);
    if (error || !text.is_object()) return 0;
    auto const* const pid = text.get_object().if_contains("pid");
    auto const* const host = text.get_object().if_contains("host");
    if (pid == nullptr || !pid->is_int64() || host == nullptr
        || *host != boost::json::value(launch::host_name()))
        return 0;
    return static_cast<pid_t>(pid->get_int64());
} catch (files::io_error const&) {
    return 0;
}

} // namespace muster::service
