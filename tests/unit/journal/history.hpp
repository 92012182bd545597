#pragma once
#include "../scratch.hpp"
#include "journal/state.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace muster::journal::tests {

using namespace muster::tests;

/// How the cursors of a made-up list look.
enum class cursors { up, down, opaque };

/// A whole job as a sequence of records, made up at random: a list of members, and as many runs as it takes,
/// each but the last killed or stopped at a random moment. The pages of each run have another size, so that a
/// resumed run's pages end elsewhere than those of the run before.
class history {
public:
    history(unsigned seed, cursors style) : random_(seed), style_(style) {
        for (int i = 0; i < 60; ++i) {
            members_.push_back("mem_" + std::to_string(i));
            if (pick(3) != 0) matching_.insert(members_.back());
        }
        put(job_opened{"j", "hash", "https://example.com", "print", "2026-01-01T00:00:00.000Z"});
        while (!run()) {
        }
    }

    std::vector<record> const& records() const { return records_; }
    std::set<std::string> const& matching() const { return matching_; }
    std::map<std::string, int> const& outcomes() const { return outcomes_; } ///< how many each member got
    state const& end() const { return state_; }
    std::size_t members() const { return members_.size(); }

private:
    struct flying {
        std::string member;
        std::uint64_t page;
        bool intended;
        bool doubtful;
    };

    unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

    std::string cursor_at(std::size_t position) const {
        if (position == 0) return "";
        if (style_ == cursors::up) return std::to_string(position * 7);
        if (style_ == cursors::down) return std::to_string(100'000 - position * 7);
        return "c" + std::to_string((position * 7919) % 1009);
    }
    std::size_t position_of(std::string const& cursor) const {
        for (std::size_t i = 0; i <= members_.size(); ++i)
            if (cursor_at(i) == cursor) return i;
        return members_.size();
    }

    void put(record const& r) {
        state_.apply(r);
        records_.push_back(r);
    }

    /// One run; true if the job is complete.
    bool run() {
        ++runs_;
        put(run_started{runs_, 4711, "host", "2026-01-01T00:00:00.000Z"});
        auto const page_size = 2 + pick(5);
        auto at = position_of(state_.low_water());
        bool list_read = state_.list_ended();
        std::set<std::string> doubtful;
        std::vector<flying> in_flight;
        for (auto const& [member, each] : state_.pending()) {
            doubtful.insert(member);
            in_flight.push_back({member, each.page, true, true});
        }
        bool const last = runs_ > 12;
        for (;;) {
            if (pick(20) == 0) put(steered());
            if (!last && pick(40) == 0) return stop(in_flight, pick(2) == 0);
            bool const can_read = !list_read && state_.open_pages() < 5;
            if (!can_read && in_flight.empty()) break;
            if (can_read && (in_flight.empty() || pick(6) == 0)) {
                list_read = read_page(at, page_size, doubtful, in_flight);
                continue;
            }
            step(in_flight, pick(static_cast<unsigned>(in_flight.size())));
        }
        put(run_ended{true, "", "2026-01-01T00:00:01.000Z"});
        return true;
    }

    bool read_page(std::size_t& at, std::size_t size, std::set<std::string> const& doubtful,
                   std::vector<flying>& in_flight) {
        auto const end = std::min(members_.size(), at + size);
        page_read p;
        p.number = state_.next_page_number();
        p.from = cursor_at(at);
        p.next = cursor_at(end);
        p.more = end < members_.size();
        p.members = end - at;
        p.total = members_.size();
        std::vector<std::string> fresh;
        for (; at < end; ++at) {
            auto const& m = members_[at];
            if (state_.settled_before(m) || doubtful.contains(m))
                ++p.again;
            else if (matching_.contains(m))
                fresh.push_back(m);
        }
        p.matched = fresh.size();
        put(p);
        for (auto const& m : fresh) in_flight.push_back({m, p.number, false, false});
        return !p.more;
    }

    void step(std::vector<flying>& in_flight, std::size_t which) {
        auto& one = in_flight[which];
        if (!one.intended && pick(4) != 0) {
            put(intent{one.member, one.page, {{"addPlan", {{"planId", "pln_a"}}}}, {{"plan", nullptr}}});
            one.intended = true;
        } else if (one.intended && !one.doubtful && pick(10) == 0) {
            put(intent_withdrawn{one.member});
            one.intended = false;
        } else {
            auto const outcome = static_cast<core::outcome>(pick(core::outcome_kinds));
            put(member_settled{one.member, one.page, outcome, one.intended ? pick(3) : 0, "", "",
                               one.doubtful});
            ++outcomes_[one.member];
            in_flight.erase(in_flight.begin() + static_cast<std::ptrdiff_t>(which));
        }
    }

    job_steered steered() {
        job_steered s{static_cast<act>(pick(4)), "ann (pid 1)", pick(2) == 0 ? "" : "so", "t"};
        if (s.what == act::rate && pick(2) == 0) s.rate = 2.5;
        return s;
    }

    bool stop(std::vector<flying> const& in_flight, bool killed) {
        if (killed) return false;
        for (auto const& one : in_flight)
            if (one.intended && !one.doubtful && pick(2) == 0) put(intent_withdrawn{one.member});
        put(run_ended{false, "interrupted", "2026-01-01T00:00:01.000Z"});
        return false;
    }

    std::mt19937 random_;
    cursors style_;
    std::vector<std::string> members_;
    std::set<std::string> matching_;
    std::uint64_t runs_ = 0;
    state state_;
    std::vector<record> records_;
    std::map<std::string, int> outcomes_;
};

} // namespace muster::journal::tests
