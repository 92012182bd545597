#include "journal/state.hpp"

#include "core/overload.hpp"

#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <charconv>
#include <numeric>
#include <stdexcept>

namespace muster::journal {

namespace {

std::optional<std::uint64_t> as_number(std::string const& cursor) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), value);
    if (error != std::errc() || end != cursor.data() + cursor.size() || cursor.empty()) return std::nullopt;
    return value;
}

} // namespace

std::uint64_t counts::settled() const {
    return std::accumulate(outcomes.begin(), outcomes.end(), std::uint64_t{0});
}

void state::apply(record const& r) {
    std::visit(core::overload{[&](job_opened const& x) {
                                  if (job_) throw std::invalid_argument("a second job record");
                                  job_ = x;
                              },
                              [&](run_started const& x) { start_run(x); },
                              [&](page_read const& x) { open_page_of(x); },
                              [&](intent const& x) { pending_.insert_or_assign(x.member, x); },
                              [&](intent_withdrawn const& x) { pending_.erase(x.member); },
                              [&](member_settled const& x) { settle(x); },
                              [&](run_ended const& x) {
                                  ending_ = x;
                                  if (x.complete) drop_carried();
                              }},
               r);
}

void state::start_run(run_started const& r) {
    last_run_ = r;
    ending_.reset();
    ++runs_;
    if (open_.empty()) return;
    // The pages that were open are read again from the low-water mark.
    if (carried_.empty() || carried_until_.empty()) carried_until_ = open_.back().read.next;
    for (auto& page : open_)
        for (auto& member : page.settled) carried_.insert(std::move(member));
    open_.clear();
}

void state::open_page_of(page_read const& p) {
    auto const& expected = open_.empty() ? low_water_ : open_.back().read.next;
    if (p.from != expected) throw std::invalid_argument("a page that does not follow the one before it");
    if (p.number < next_page_) throw std::invalid_argument("a page number that was used before");
    next_page_ = p.number + 1;
    auto const from = as_number(p.from);
    auto const next = as_number(p.next);
    if (from && next && *from != *next) cursors_go_ = *from < *next ? direction::up : direction::down;
    list_total_ = p.total ? p.total : list_total_;
    open_.push_back(open_page{p, p.matched, {}});
    advance();
}

void state::settle(member_settled const& s) {
    ++totals_.outcomes.at(static_cast<std::size_t>(s.outcome));
    pending_.erase(s.member);
    for (auto& page : open_) {
        if (page.read.number != s.page) continue;
        if (page.left == 0) throw std::invalid_argument("more outcomes than members on page " + std::to_string(s.page));
        --page.left;
        page.settled.push_back(s.member);
        advance();
        return;
    }
    carried_.insert(s.member); // of a page of an earlier run
}

void state::advance() {
    while (!open_.empty() && open_.front().left == 0) {
        auto const& page = open_.front().read;
        totals_.seen += page.members;
        carried_seen_ += page.again;
        low_water_ = page.next;
        list_ended_ = !page.more;
        open_.pop_front();
        if (!carried_.empty() && reached(carried_until_)) drop_carried();
    }
}

// Cursors are opaque, but for this: two numbers in a list whose cursors are seen to go up (or down) can be compared.
bool state::reached(std::string const& mark) const {
    if (low_water_ == mark) return true;
    auto const at = as_number(low_water_);
    auto const goal = as_number(mark);
    if (!at || !goal) return false;
    return (cursors_go_ == direction::up && *at >= *goal) || (cursors_go_ == direction::down && *at <= *goal);
}

void state::drop_carried() {
    // Those that were not met again (deleted since) were seen all the same, by the run that settled them.
    if (carried_.size() > carried_seen_) totals_.seen += carried_.size() - carried_seen_;
    carried_.clear();
    carried_until_.clear();
    carried_seen_ = 0;
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
