#include "engine/reader.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "engine/row_fault.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// How many members may be settled above the low-water mark, because a page before them waits for a slow one:
// it bounds memory and checkpoints, and lets some 160 s go on at 25 members a second.
constexpr std::size_t widest_window = 4096;

// As many members take megabytes, so that no more such units are made than there are workers.
constexpr std::size_t large_unit = 256;

/// The change of an intent, with the record that it makes a member of.
core::change change_of(journal::intent const& i, spec::spec const& spec) {
    auto change = core::change_from_json(i.change);
    if (!core::makes_member(change)) return change;
    auto const* const record = spec.records ? spec.records->find(i.member) : nullptr;
    if (record == nullptr)
        throw core::job_error(core::exit_status::internal, "the journal has an intent for "
                                                               + core::printable(i.member)
                                                               + ", which is no record of the spec");
    if (auto* const create = std::get_if<core::create_member>(&change)) create->document = record->document;
    if (auto* const upsert = std::get_if<core::upsert_member>(&change)) upsert->document = record->document;
    return change;
}

} // namespace

reader::reader(spec::spec const& spec, stopping& stop, feed& source, outcomes& results, start from)
    : spec_(spec),
      stop_(stop),
      feed_(source),
      outcomes_(results),
      rollout_(std::move(from.steps)),
      repetitions_(from.recent, results),
      limit_(from.limit),
      at_most_(from.at_most),
      matched_(results.recorder().state().totals().settled() + results.recorder().state().pending().size()) {}

asio::awaitable<void> reader::read_ahead(sheet_queue& sheets) {
    while (!limit_reached()) {
        bool const at_once = spec_.makes_rows_members(); // they are read in no time, and take megabytes
        if (at_once) co_await sheets.room();
        auto next = co_await feed_.next();
        if (!next) break;
        auto one = std::move(*next);
        bool const wanted = co_await sheets.push(std::move(one));
        if (!wanted) break;
    }
    sheets.close();
}

asio::awaitable<void> reader::hand_out(sheet_queue& sheets, unit_queue& queue) {
    auto doubtful = co_await in_doubt();
    bool going_on = co_await push(std::move(doubtful), queue);
    while (going_on && !limit_reached()) {
        auto next = co_await sheets.pop();
        if (!next || stop_.requested()) break;
        auto members = take(*next);
        next.reset(); // its memory can be used for the next
        going_on = co_await begin(std::move(members), queue);
        co_await outcomes_.recorder().room();
        co_await wait_for_window();
    }
    if (limit_reached()) stop_.note({stop_reason::kind::limit, "the limit of this run is reached"});
    sheets.discard();
    queue.close();
}

asio::awaitable<std::vector<pending_member>> reader::in_doubt() {
    auto const& pending = outcomes_.recorder().state().pending();
    std::set<std::string, std::less<>> in_rows; // of whom a row tells what they are made of
    std::vector<pending_member> members;
    for (auto const& [id, intent] : pending) {
        doubtful_.insert(id);
        if (!intent.row.empty()) rows_in_doubt_.insert(intent.row);
        if (spec_.rows && core::makes_member(core::change_from_json(intent.change))) {
            in_rows.insert(id);
            continue;
        }
        members.push_back(taken_up(intent));
        members.back().task.what = change_of(intent, spec_);
    }
    if (in_rows.empty()) co_return members;
    auto again = co_await feed_.recall(in_rows);
    for (auto& p : again.proposals) {
        members.push_back(taken_up(pending.find(p.member)->second));
        members.back().task.what = std::move(p.change);
        if (p.if_there) members.back().if_there = std::move(*p.if_there);
    }
    co_return members;
}

pending_member reader::taken_up(journal::intent const& i) {
    pending_member m;
    m.task.member_id = i.member;
    m.page = i.page;
    m.has_intent = true;
    m.doubtful = m.was_doubtful = true;
    return m;
}

bool reader::is_settled_or_in_doubt(proposal const& p) const {
    auto const& state = outcomes_.recorder().state();
    return state.settled_before(p.member) || doubtful_.contains(p.member)
           || (!p.row.empty() && (state.settled_before(p.row) || rows_in_doubt_.contains(p.row)));
}

reader::matching reader::take(sheet& s) {
    auto& recorder = outcomes_.recorder();
    auto read = page_of(s, recorder);

    using kind = proposal::kind;
    std::vector<proposal*> fresh;
    for (auto& p : s.proposals) {
        if (is_settled_or_in_doubt(p))
            ++read.again;
        else if (p.what != kind::not_matching && !repetitions_.is_repeated(p.member))
            fresh.push_back(&p);
    }
    matching found;
    found.to_change.reserve(fresh.size());
    std::uint64_t left_alone = 0; // they keep the page open, so that a resume reads it again
    bool const go_on = count_matching(fresh.size());
    for (auto* const each : fresh) {
        auto& p = *each;
        if (!go_on || limit_reached()) {
            ++left_alone;
            continue;
        }
        bool const aside = p.what == kind::impossible && is_row_at_fault(spec_, p.code);
        if (p.what != kind::needs_nothing && !aside) ++begun_;
        if (p.what == kind::change) {
            auto& m = found.to_change.emplace_back();
            m.task.member_id = std::string(p.member); // assigned as a view, it would grow first
            m.task.what = std::move(p.change);
            if (p.if_there) m.if_there = std::move(*p.if_there);
            m.before = std::move(p.before);
            m.email = std::string(p.email);
            m.row = p.row;
            m.page = read.number;
            continue;
        }
        journal::member_settled settled;
        settled.member = p.member;
        settled.page = read.number;
        settled.outcome = p.what == kind::needs_nothing ? core::outcome::already : core::outcome::failed;
        settled.code = std::move(p.code);
        settled.message = std::move(p.message);
        settled.email = p.email;
        settled.row = p.row;
        (aside ? found.aside : found.settled).push_back(std::move(settled));
    }
    read.matched = found.size() + found.aside.size() + left_alone;
    recorder.write(read);
    return found;
}

bool reader::count_matching(std::size_t more) {
    matched_ += more;
    if (!at_most_ || matched_ <= *at_most_) return true;
    stop_.ask({stop_reason::kind::surplus, std::to_string(matched_) + " members match so far, and at most "
                                               + std::to_string(*at_most_)
                                               + " were expected; the others were left as they are"});
    return false;
}

reader::matching reader::matching::first(std::size_t n) {
    matching taken;
    auto const move_to = [&](auto& to, auto& from) {
        auto const some = static_cast<std::ptrdiff_t>(std::min(n - taken.size(), from.size()));
        std::move(from.begin(), from.begin() + some, std::back_inserter(to));
        from.erase(from.begin(), from.begin() + some);
    };
    move_to(taken.to_change, to_change);
    move_to(taken.settled, settled);
    return taken;
}

asio::awaitable<bool> reader::begin(matching members, unit_queue& queue) {
    rollout_.set_aside(members.aside.size());
    outcomes_.set_aside(std::move(members.aside));
    while (rollout_.room() < members.size()) {
        auto few = members.first(rollout_.room());
        bool const begun = co_await begin_all(std::move(few), queue);
        if (!begun) co_return false;
        co_await rollout_.judged();
        if (stop_.requested()) co_return false;
    }
    co_return co_await begin_all(std::move(members), queue);
}

asio::awaitable<bool> reader::begin_all(matching members, unit_queue& queue) {
    rollout_.begin(members.size());
    std::vector<core::duration> const no_request(members.settled.size());
    outcomes_.settle(std::move(members.settled), no_request);
    auto to_change = std::move(members.to_change);
    co_return co_await push(std::move(to_change), queue);
}

asio::awaitable<bool> reader::push(std::vector<pending_member> members, unit_queue& queue) {
    for (std::size_t i = 0; i < members.size();) {
        auto part = take_unit(members, i);
        bool const large = part.members.size() >= large_unit;
        if (!queue.try_push(part)) {
            bool const accepted = co_await queue.push(std::move(part));
            if (!accepted) co_return false;
        }
        if (large) co_await queue.missed(); // the next would wait in memory
    }
    co_return true;
}

/// As many as go into one request, from `i` on, which moves on behind them. Where that is all there are, they
/// stay in the memory that they have.
unit reader::take_unit(std::vector<pending_member>& members, std::size_t& i) const {
    auto const& change = members[i].task.what;
    auto const most = provider::members_per_request(spec_.platform->about(), change);
    auto const kind = change.index();
    auto end = i;
    while (end < members.size() && end - i < most && members[end].task.what.index() == kind) ++end;
    unit part;
    if (end - i == members.size()) {
        part.members = std::exchange(members, {});
    } else {
        part.members.reserve(end - i);
        for (auto n = i; n < end; ++n) part.members.push_back(std::move(members[n]));
    }
    i = end;
    return part;
}

asio::awaitable<void> reader::wait_for_window() {
    auto const& state = outcomes_.recorder().state();
    while (state.window() > widest_window && state.open_pages() > 1 && !stop_.requested())
        co_await outcomes_.recorder().changed();
}

} // namespace muster::engine
