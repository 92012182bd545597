#include "engine/course.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace muster::engine {

namespace {

using core::outcome;

bool deletes(core::change const& c) {
    return std::holds_alternative<core::delete_member>(c);
}

/// One decision in the making.
class deciding {
public:
    deciding(spec::spec const& spec, unit& u, course::circumstances const& c)
        : spec_(spec),
          unit_(u),
          now_(c) {}

    course::decision after(course::event const& e) {
        std::visit([this](auto const& what) { take(what); }, e);
        if (stop_) return finish(std::move(*stop_));
        if (failure_) note_failure(std::move(*failure_));
        return finish(next());
    }

private:
    enum class fate { stays, leaves };

    void take(course::begun const&) {}
    void take(course::not_tried const&) {}
    void take(course::rested const&) {
        for (auto& m : unit_.members) m.completed.reset(); // too old by now
    }

    void take(course::replied const& r) {
        for (auto& m : unit_.members) m.completed.reset();
        if (auto const* const whole = std::get_if<core::verdict>(&r.what)) {
            take_whole(*whole);
            return;
        }
        auto const& each = std::get<std::vector<core::verdict>>(r.what);
        if (each.size() != unit_.members.size())
            throw std::logic_error("a verdict for each member, or one for all");
        judge([&](std::size_t i) -> core::verdict const& { return each[i]; });
    }

    /// Which of several members is to blame for a refusal, it does not tell: none was changed.
    void take_whole(core::verdict const& v) {
        bool const refused =
            std::holds_alternative<core::rejected>(v) || std::holds_alternative<core::gone>(v);
        if (refused && unit_.members.size() > 1) {
            for (auto& m : unit_.members) ++m.attempts;
            split_ = true;
            return;
        }
        judge([&](std::size_t) -> core::verdict const& { return v; });
    }

    template <class Verdict_of>
    void judge(Verdict_of const& verdict_of) {
        std::vector<pending_member> staying;
        for (std::size_t i = 0; i < unit_.members.size(); ++i) {
            auto& m = unit_.members[i];
            auto const end = std::visit([&](auto const& v) { return apply(m, v); }, verdict_of(i));
            if (end == fate::stays) staying.push_back(std::move(m));
        }
        unit_.members = std::move(staying);
        if (stop_) withdraw();
    }

    fate apply(pending_member& m, core::done const&) {
        ++m.attempts;
        return settle(m, outcome::done);
    }
    fate apply(pending_member& m, core::already const&) {
        ++m.attempts;
        return settle(m, m.was_doubtful ? outcome::done : outcome::already);
    }
    fate apply(pending_member& m, core::gone const&) {
        ++m.attempts;
        if (!deletes(m.task.what)) return settle(m, outcome::gone);
        return settle(m, m.was_doubtful ? outcome::done : outcome::already);
    }
    static fate apply(pending_member&, core::throttled const&) { return fate::stays; } // costs no attempt
    fate apply(pending_member& m, core::transient const& t) {
        ++m.attempts;
        m.doubtful = m.was_doubtful = true;
        if (!failure_) failure_ = t.why;
        return fate::stays;
    }
    fate apply(pending_member& m, core::rejected const& r) {
        ++m.attempts;
        return settle(m, outcome::failed, r.code, r.message);
    }
    fate apply(pending_member&, core::refused const& r) { // it had no effect, so that nothing is in doubt
        stop_ = course::refused{r};
        return fate::stays;
    }

    void take(course::broken const& b) {
        for (auto& m : unit_.members) {
            m.completed.reset();
            if (!b.what.sent) continue;
            ++m.attempts;
            m.doubtful = m.was_doubtful = true;
        }
        if (b.what.kind != http::fault_kind::aborted) failure_ = b.what.message;
    }

    void take(course::looked const& l) {
        auto& m = unit_.members.at(l.member);
        auto const& change = m.task.what;
        if (l.found == nullptr && !core::makes_member(change))
            return drop(l.member, m.doubtful && deletes(change) ? outcome::done : outcome::gone);
        bool const there = l.found != nullptr;
        bool const in_effect =
            m.doubtful && there && spec_.platform->test(change, *l.found) == provider::effect::present;
        if (in_effect) return drop(l.member, outcome::done);
        m.doubtful = false; // the change is not there: it may be sent
        if (there && spec_.platform->needs_current(change))
            m.completed = spec_.platform->complete(change, *l.found);
    }

    void take(course::not_looked const& n) { failure_ = n.why; }

    void drop(std::size_t i, outcome o) {
        settle(unit_.members[i], o);
        unit_.members.erase(unit_.members.begin() + static_cast<std::ptrdiff_t>(i));
    }

    fate settle(pending_member& m, outcome o, std::string code = {}, std::string message = {}) {
        made_.done.push_back({std::move(m), o, std::move(code), std::move(message)});
        return fate::leaves;
    }

    void note_failure(std::string why) {
        auto& t = unit_.trouble;
        ++t.failures;
        // Failures in a row, with no reply to anybody between them, are the platform's trouble and count
        // once.
        bool const alive = !t.failed_at || now_.platform.alive_since(*t.failed_at);
        if (alive) t.failing_since = now_.now;
        if (alive && !now_.platform.down()) ++t.blamed;
        t.failed_at = now_.now;
        t.last = std::move(why);
        failed_ = true;
    }

    course::step next() {
        resolve_doubt();
        if (unit_.members.empty()) return course::over{};
        if (now_.stopping) {
            withdraw();
            return course::over{};
        }
        if (split_) return course::split{};
        if (auto end = end_of_patience()) return std::move(*end);
        if (failed_) return course::wait{unit_.trouble.failures};
        for (std::size_t i = 0; i < unit_.members.size(); ++i)
            if (unit_.members[i].doubtful || lacks_current(unit_.members[i])) return course::look{i};
        return course::send{};
    }

    /// What need not, or cannot, be read back.
    void resolve_doubt() {
        std::vector<pending_member> staying;
        for (auto& m : unit_.members) {
            auto const policy =
                m.doubtful ? spec_.platform->in_doubt(m.task.what) : provider::doubt::read_back;
            if (policy == provider::doubt::give_up) {
                settle(m, outcome::unknown, "in-doubt",
                       "the request may have taken effect, and nothing can tell; check the member by hand");
                continue;
            }
            if (policy == provider::doubt::send_again) m.doubtful = false;
            staying.push_back(std::move(m));
        }
        unit_.members = std::move(staying);
    }

    [[nodiscard]] bool lacks_current(pending_member const& m) const {
        return !m.completed && spec_.platform->needs_current(m.task.what);
    }

    /// Whether the unit has failed too often, or for too long, and what follows from it.
    std::optional<course::step> end_of_patience() {
        auto const& t = unit_.trouble;
        if (t.failures == 0) return std::nullopt;
        // Members in doubt have as many tries again for reading them back.
        auto const in_doubt = [](pending_member const& m) { return m.doubtful; };
        bool const doubtful = std::any_of(unit_.members.begin(), unit_.members.end(), in_doubt);
        auto const allowed = doubtful ? 2 * spec_.retry.attempts : spec_.retry.attempts;
        // Only a platform that answers others can tell that these members are the trouble.
        bool const alive = now_.platform.alive_since(*t.failing_since);
        if (t.blamed >= allowed && alive) {
            if (unit_.members.size() > 1) return course::split{}; // one of them may be the trouble of all
            auto& m = unit_.members.front();
            if (m.doubtful)
                settle(m, outcome::unknown, "in-doubt", t.last);
            else
                settle(m, outcome::failed, "attempts-exhausted", t.last);
            unit_.members.clear();
            return course::over{};
        }
        if (!alive && now_.now - *t.failing_since > spec_.retry.patience)
            return course::give_up{
                "the platform has answered nothing of use for " + core::describe(spec_.retry.patience) + " ("
                + core::printable(core::redact(t.last)) + "); resume the job once it does"};
        return std::nullopt;
    }

    /// The intents of whoever no request carried. What was refused is not taken back: somebody on the way may
    /// have sent the request twice, and the refusal be that of the second.
    void withdraw() {
        for (auto const& m : unit_.members)
            if (m.has_intent && !m.was_doubtful && m.attempts == 0)
                made_.withdrawn.push_back(m.task.member_id);
    }

    course::decision finish(course::step s) {
        made_.next = std::move(s);
        return std::move(made_);
    }

    spec::spec const& spec_;
    unit& unit_;
    course::circumstances const& now_;
    course::decision made_;
    std::optional<std::string> failure_; // that came of the event
    std::optional<course::step> stop_;   // the job cannot go on
    bool failed_ = false;
    bool split_ = false;
};

} // namespace

course::decision course::decide(unit& u, event const& e, circumstances const& c) const {
    return deciding(spec_, u, c).after(e);
}

unit split_off(unit& whole) {
    auto const middle = whole.members.begin() + static_cast<std::ptrdiff_t>((whole.members.size() + 1) / 2);
    unit half;
    std::move(middle, whole.members.end(), std::back_inserter(half.members));
    whole.members.erase(middle, whole.members.end());
    whole.trouble = trouble();
    return half;
}

} // namespace muster::engine
