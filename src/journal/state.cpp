#include "journal/state.hpp"

#include "core/overload.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace muster::journal {

std::uint64_t counts::settled() const {
    return std::accumulate(outcomes.begin(), outcomes.end(), std::uint64_t{0});
}

void state::apply(record const& r) {
    std::visit(
        core::overload{[&](job_opened const& x) {
                           if (job_) throw std::invalid_argument("a second job record");
                           job_ = x;
                       },
                       [&](run_started const& x) { start_run(x); },
                       [&](page_read const& x) { open_page_of(x); }, [&](intent const& x) { apply(x); },
                       [&](intent_withdrawn const& x) { pending_.erase(x.member); },
                       [&](member_settled const& x) { apply(x); }, [&](rows_exported const& x) { note(x); },
                       [&](job_steered const& x) { steer(x); }, [&](step_passed const& x) { last_step_ = x; },
                       [&](run_ended const& x) {
                           ending_ = x;
                           if (x.complete && !carry_marks_.empty()) forget_carried();
                       }},
        r);
}

void state::apply(record&& r) {
    if (auto* const i = std::get_if<intent>(&r)) return apply(std::move(*i));
    apply(std::as_const(r));
}

void state::apply(intent const& x) {
    pending_.insert_or_assign(x.member, x);
}

void state::apply(intent&& x) {
    auto member = x.member;
    pending_.insert_or_assign(std::move(member), std::move(x));
}

void state::start_run(run_started const& r) {
    if (last_run_ && !ending_ && last_run_->host != r.host) ++takeovers_;
    last_run_ = r;
    ending_.reset();
    ++runs_;
    if (open_.empty()) return;
    // The pages that were open are read again from the low-water mark.
    if (carry_marks_.empty()) carry_from_ = open_.front().read.number;
    carry_marks_.insert(open_.back().read.next);
    for (auto& page : open_) {
        carried_members_ += page.read.matched - page.left;
        for (auto& name : page.settled) carried_.insert(std::move(name));
    }
    open_.clear();
}

void state::steer(job_steered const& s) {
    if (s.what == act::pause) paused_ = s;
    if (s.what == act::go_on) paused_.reset();
}

void state::open_page_of(page_read const& p) {
    auto const& expected = open_.empty() ? low_water_ : open_.back().read.next;
    if (p.from != expected) throw std::invalid_argument("a page that does not follow the one before it");
    if (open_.empty() ? list_ended_ : !open_.back().read.more)
        throw std::invalid_argument("a page behind the list's end");
    if (p.number < next_page_) throw std::invalid_argument("a page number that was used before");
    next_page_ = p.number + 1;
    auto const from = core::whole_number(p.from);
    auto const next = core::whole_number(p.next);
    if (from && next && *from != *next) cursors_go_ = *from < *next ? direction::up : direction::down;
    list_total_ = p.total ? p.total : list_total_;
    open_.push_back(open_page{p, p.matched, {}});
    advance();
}

void state::apply(member_settled const& s) {
    auto const page =
        std::find_if(open_.begin(), open_.end(), [&](open_page const& p) { return p.read.number == s.page; });
    if (page != open_.end() && page->left == 0)
        throw std::invalid_argument("more outcomes than members on page " + std::to_string(s.page));
    if (page == open_.end() && !pending_.contains(s.member))
        throw std::invalid_argument("an outcome for a member that nobody was working on");
    ++totals_.outcomes.at(static_cast<std::size_t>(s.outcome));
    auto intended = pending_.extract(s.member);
    auto const& row = intended.empty() ? s.row : intended.mapped().row;
    auto member = intended.empty() ? s.member : std::move(intended.key());
    if (page == open_.end()) { // it was in doubt since an earlier run
        if (carry_marks_.empty() || s.page < carry_from_) return;
        ++carried_members_;
        carried_.insert(std::move(member));
        if (!row.empty()) carried_.insert(row);
        return;
    }
    --page->left;
    page->settled.push_back(std::move(member));
    if (!row.empty()) page->settled.push_back(row);
    advance();
}

void state::note(rows_exported const& x) {
    auto const page =
        std::find_if(open_.begin(), open_.end(), [&](open_page const& p) { return p.read.number == x.page; });
    if (page == open_.end() || x.written + x.unchanged > page->left)
        throw std::invalid_argument("more rows than members on page " + std::to_string(x.page));
    totals_.outcomes.at(static_cast<std::size_t>(core::outcome::done)) += x.written;
    totals_.outcomes.at(static_cast<std::size_t>(core::outcome::already)) += x.unchanged;
    page->left -= x.written + x.unchanged;
    sink_mark_ = x.mark;
    advance();
}

void state::advance() {
    while (!open_.empty() && open_.front().left == 0) {
        auto const& page = open_.front().read;
        totals_.seen += page.members;
        carried_seen_ += page.again;
        low_water_ = page.next;
        list_ended_ = !page.more;
        open_.pop_front();
        auto const passed =
            std::erase_if(carry_marks_, [&](std::string const& mark) { return reached(mark); });
        if (passed > 0 && carry_marks_.empty()) forget_carried();
    }
}

// Cursors are opaque, but for this: two numbers in a list whose cursors are seen to go up (or down) can be
// compared.
bool state::reached(std::string const& mark) const {
    if (low_water_ == mark) return true;
    auto const at = core::whole_number(low_water_);
    auto const goal = core::whole_number(mark);
    if (!at || !goal) return false;
    return (cursors_go_ == direction::up && *at >= *goal) || (cursors_go_ == direction::down && *at <= *goal);
}

void state::forget_carried() {
    auto const in_doubt = std::count_if(pending_.begin(), pending_.end(), [&](auto const& each) {
        return each.second.page >= carry_from_ && !is_open(each.second.page);
    });
    // Those that were not met again (deleted since) were seen all the same, by the run that met them first.
    auto const met_before = carried_members_ + static_cast<std::uint64_t>(in_doubt);
    if (met_before > carried_seen_) totals_.seen += met_before - carried_seen_;
    carried_.clear();
    carry_marks_.clear();
    carry_from_ = carried_members_ = carried_seen_ = 0;
}

bool state::is_open(std::uint64_t page) const {
    return std::any_of(open_.begin(), open_.end(), [&](open_page const& p) { return p.read.number == page; });
}

std::string state::key() const {
    if (last_run_ && !last_run_->key.empty()) return last_run_->key;
    return job_ ? job_->key : std::string();
}

std::uint64_t state::seen() const {
    return std::accumulate(open_.begin(), open_.end(), totals_.seen,
                           [](std::uint64_t sum, open_page const& p) { return sum + p.read.members; });
}

std::uint64_t state::matched() const {
    return std::accumulate(open_.begin(), open_.end(), totals_.settled(),
                           [](std::uint64_t sum, open_page const& p) { return sum + p.left; });
}

std::size_t state::window() const {
    return std::accumulate(open_.begin(), open_.end(), carried_.size(),
                           [](std::size_t sum, open_page const& p) { return sum + p.settled.size(); });
}

} // namespace muster::journal
