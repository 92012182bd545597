#include "engine/examiner.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "files/lines.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <map>
#include <stdexcept>
#include <utility>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// If none of so many has drifted, less than 3 % of all have, with a confidence of 95 %.
constexpr std::size_t most_looked_at = 100;

bool can_be_told(core::change const& c) {
    return !core::makes_member(c) && !std::holds_alternative<core::raw_request>(c);
}

} // namespace

void examiner::recall(journal::directory const& where) {
    std::map<std::string, journal::intent> open;
    auto const take = [&](journal::record&& r) {
        if (auto* const i = std::get_if<journal::intent>(&r)) {
            auto member = i->member;
            open.insert_or_assign(std::move(member), std::move(*i));
        } else if (auto const* const s = std::get_if<journal::member_settled>(&r)) {
            auto const made = open.extract(s->member);
            if (!made.empty() && s->outcome == core::outcome::done) note(made.mapped());
        } else if (std::holds_alternative<journal::step_passed>(r)) {
            forget();
        }
    };
    try {
        files::line_reader lines(with_.storage, where.journal());
        while (auto const line = lines.next()) journal::decode(*line, take);
    } catch (std::invalid_argument const&) {
    }
}

void examiner::note(journal::intent const& made) {
    ++noted_;
    // Each of those noted has the same chance to be among the sample.
    auto const place = sample_.size() < most_looked_at
                           ? sample_.size()
                           : static_cast<std::size_t>(with_.uniform01() * static_cast<double>(noted_));
    if (place >= most_looked_at) return;
    auto change = core::change_from_json(made.change);
    if (!can_be_told(change)) return;
    provider::assignment changed{made.member, std::move(change)};
    if (place == sample_.size())
        sample_.push_back(std::move(changed));
    else
        sample_[place] = std::move(changed);
}

void examiner::forget() {
    sample_.clear();
    noted_ = 0;
}

asio::awaitable<examiner::finding> examiner::look() {
    finding all;
    auto left = std::exchange(sample_, {});
    noted_ = 0;
    auto const at_once = provider::members_per_look(spec_.platform->about(), provider::sought_by(false));
    while (!left.empty() && !stop_.requested()) {
        some_changed some;
        while (!left.empty() && some.size() < at_once) {
            some.push_back(std::move(left.back()));
            left.pop_back();
        }
        // A server may give fewer than were asked for: only who is missing alone, or with all others, is
        // gone.
        while (!some.empty() && !stop_.requested()) {
            auto missing = co_await look_at(some, all);
            if (!missing) {
                all.unanswered = some.size() + left.size();
                co_return all;
            }
            bool const gone = missing->size() == some.size();
            some = std::move(*missing);
            if (!gone) continue;
            for (auto const& each : some) count(each, provider::effect::absent, all);
            some.clear();
        }
    }
    co_return all;
}

asio::awaitable<std::optional<examiner::some_changed>> examiner::look_at(some_changed const& some,
                                                                         finding& all) {
    some_changed sought;
    for (auto const& each : some) sought.push_back({each.member_id, provider::sought_by(false)});
    auto const request = spec_.platform->look_up(sought);
    for (unsigned failures = 0; failures < spec_.retry.attempts && !stop_.requested();) {
        auto const result = co_await caller_.send(request, some.front().member_id);
        auto const* const reply = std::get_if<http::reply>(&result.answer);
        if (reply != nullptr) {
            boost::json::monotonic_resource memory;
            auto const answer = spec_.platform->read_found(sought, *reply, memory);
            if (auto const* const found = std::get_if<std::vector<provider::found_member>>(&answer))
                co_return count_found(some, *found, all);
        }
        co_await caller_.back_off(++failures);
    }
    co_return std::nullopt;
}

examiner::some_changed examiner::count_found(some_changed const& some,
                                             std::vector<provider::found_member> const& found,
                                             finding& all) const {
    some_changed missing;
    for (std::size_t i = 0; i < some.size(); ++i) {
        if (i < found.size() && found[i])
            count(some[i], spec_.platform->test(some[i].what, *found[i]), all);
        else if (std::holds_alternative<core::delete_member>(some[i].what))
            count(some[i], provider::effect::present, all);
        else
            missing.push_back(some[i]);
    }
    return missing;
}

void examiner::count(provider::assignment const& changed, provider::effect is, finding& all) {
    if (is == provider::effect::cannot_tell) return;
    ++all.looked_at;
    if (is == provider::effect::present) return;
    ++all.not_so;
    all.example = core::printable(core::redact(changed.member_id));
}

} // namespace muster::engine
