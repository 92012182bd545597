#include "engine/course.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/looks.hpp"
#include "engine/patience.hpp"
#include "engine/settling.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace muster::engine {

namespace {

using core::outcome;

/// One decision in the making.
class deciding {
public:
    deciding(spec::spec const& spec, unit& u, course::circumstances const& c)
        : spec_(spec),
          unit_(u),
          now_(c),
          out_(u) {}

    course::decision after(course::event const& e) {
        std::visit([this](auto const& what) { take(what); }, e);
        if (stop_) return out_.finish(std::move(*stop_));
        if (failure_) note_failure(unit_.trouble, std::move(*failure_), now_.now, now_.platform);
        return out_.finish(next());
    }

private:
    using fate = settling::fate;

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
        auto const* const rejection = std::get_if<core::rejected>(&v);
        bool const refused = rejection != nullptr || std::holds_alternative<core::gone>(v);
        if (refused && unit_.members.size() > 1) {
            bool const perhaps_done =
                rejection != nullptr && rejection->how == core::rejected::certainty::perhaps_done;
            for (auto& m : unit_.members) {
                ++m.attempts;
                if (perhaps_done) m.doubtful = m.was_doubtful = true;
            }
            split_ = true;
            return;
        }
        unit_.forbidden_whole = std::holds_alternative<core::refused>(v);
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
        if (stop_) out_.withdraw();
    }

    fate apply(pending_member& m, core::done const& d) {
        ++m.attempts;
        bool const creates = std::holds_alternative<core::create_member>(m.task.what);
        return out_.settle_done(m, creates ? d.id : std::string());
    }
    fate apply(pending_member& m, core::already const&) {
        ++m.attempts;
        if (m.if_there && !m.was_doubtful) return out_.settle_made_meanwhile(m);
        return out_.settle(m, m.was_doubtful ? outcome::done : outcome::already);
    }
    fate apply(pending_member& m, core::gone const&) {
        ++m.attempts;
        return out_.settle(m, when_missing(m));
    }
    static fate apply(pending_member&, core::throttled const&) { return fate::stays; } // costs no attempt
    fate apply(pending_member& m, core::transient const& t) {
        ++m.attempts;
        m.doubtful = m.was_doubtful = true;
        fail(t.why, t.well);
        return fate::stays;
    }
    fate apply(pending_member& m, core::rejected const& r) {
        using certainty = core::rejected::certainty;
        ++m.attempts;
        auto const& change = m.task.what;
        if (r.how == certainty::outdated && !m.rejection && spec_.platform->needs_current(change)) {
            m.rejection = r; // completed anew, and sent once more
            return fate::stays;
        }
        bool const look_tells = spec_.platform->in_doubt(change) == provider::doubt::read_back;
        bool const gone = r.how == certainty::perhaps_gone && !core::makes_member(change);
        bool const done = r.how == certainty::perhaps_done;
        // Whoever is to be made may be there: each platform has its own word for that.
        bool const there = std::holds_alternative<core::create_member>(change);
        if (!look_tells || !(gone || done || there))
            return out_.settle(m, outcome::failed, r.code, r.message);
        m.was_doubtful = m.was_doubtful || done;
        m.rejection = r;
        return fate::stays;
    }
    fate apply(pending_member& m, core::refused const& r) { // it had no effect, so that nothing is in doubt
        if (r.what == core::refused::cause::permission)
            m.forbidden = prohibition{r};
        else
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
        if (b.what.kind != http::fault_kind::aborted) fail(b.what.message);
    }

    void take(course::looked const& l) {
        // A server may give fewer than it was asked for: who is missing beside others is asked for again.
        bool const perhaps_cut =
            l.members.size() > 1
            && std::any_of(l.found.begin(), l.found.end(), [](auto const* m) { return m != nullptr; });
        std::vector<pending_member> staying;
        std::size_t next = 0;
        for (std::size_t i = 0; i < unit_.members.size(); ++i) {
            auto& m = unit_.members[i];
            auto end = fate::stays;
            if (next < l.members.size() && l.members[next] == i) {
                auto const* const found = l.found.at(next++);
                if (found != nullptr || !perhaps_cut) end = take_look(m, found);
            }
            if (end == fate::stays) staying.push_back(std::move(m));
        }
        unit_.members = std::move(staying);
    }

    fate take_look(pending_member& m, core::member const* found) {
        auto const& change = m.task.what;
        bool const there = found != nullptr;
        if (!there && !core::makes_member(change)) return out_.settle(m, when_missing(m));
        bool const asked_for_effect = m.doubtful || m.rejection;
        bool const is_so =
            asked_for_effect && there && spec_.platform->test(change, *found) == provider::effect::present;
        if (is_so && m.if_there && spec_.platform->test(*m.if_there, *found) == provider::effect::absent)
            return out_.settle_made_meanwhile(m);
        bool const ours = m.was_doubtful && (!there || !was_there_before(now_.job_began, change, *found));
        if (is_so) return out_.settle(m, ours ? outcome::done : outcome::already);
        m.doubtful = false; // the change is not there: it may be sent
        if (m.rejection && !is_outdated(m)) return out_.settle_by_last_word(m, m.rejection->message);
        if (there && spec_.platform->needs_current(change))
            m.completed = spec_.platform->complete(change, *found);
        return fate::stays;
    }

    void take(course::not_looked const& n) { fail(n.why); }
    void take(course::not_told const& n) { fail(n.why); }

    void take(course::look_rejected const& l) {
        if (ask_for_fewer(unit_, l.members.size())) return;
        auto const one = l.members.front();
        if (unit_.members.at(one).rejection) return out_.drop_by_last_word(one, l.why.message);
        fail(l.why.message + " (" + l.why.code + ")");
    }

    void take(course::look_refused const& l) {
        if (l.why.what == core::refused::cause::permission) {
            if (ask_for_fewer(unit_, l.members.size())) return;
            unit_.members.at(l.members.front()).forbidden = prohibition{l.why, true};
            return;
        }
        stop_ = course::refused{l.why};
        out_.withdraw();
    }

    void take(course::told const& t) {
        auto const is_forbidden = [](pending_member const& m) { return m.forbidden.has_value(); };
        if (t.everyone) {
            auto const one = std::find_if(unit_.members.begin(), unit_.members.end(), is_forbidden);
            stop_ = course::refused{one->forbidden->why};
            out_.withdraw();
            return;
        }
        // Which of several is to blame, it did not tell.
        split_ = std::exchange(unit_.forbidden_whole, false) && unit_.members.size() > 1;
        std::vector<pending_member> staying;
        for (auto& m : unit_.members) {
            if (m.forbidden && !m.forbidden->of_look) ++m.attempts;
            if (m.forbidden && !split_) {
                out_.settle_by_last_word(m, m.forbidden->why.message);
                continue;
            }
            m.forbidden.reset();
            staying.push_back(std::move(m));
        }
        unit_.members = std::move(staying);
    }

    /// `well`: the platform is, so that nothing need be waited for.
    void fail(std::string const& why, bool well = false) {
        if (!failure_) failure_ = why;
        if (!well) waits_ = true;
    }

    course::step next() {
        resolve_doubt();
        if (unit_.members.empty()) return course::over{};
        if (now_.stopping) {
            out_.withdraw();
            return course::over{};
        }
        if (split_) return course::split{};
        if (auto end = end_of_patience()) return std::move(*end);
        if (waits_) return course::wait{unit_.trouble.failures};
        auto const& all = unit_.members;
        if (std::any_of(all.begin(), all.end(), [](auto const& m) { return m.forbidden.has_value(); }))
            return course::ask{};
        if (auto at = to_look_at(unit_, *spec_.platform); !at.empty()) return course::look{std::move(at)};
        return course::send{};
    }

    /// What need not, or cannot, be read back.
    void resolve_doubt() {
        if (std::ranges::none_of(unit_.members, &pending_member::doubtful)) return;
        std::vector<pending_member> staying;
        for (auto& m : unit_.members) {
            auto const policy =
                m.doubtful ? spec_.platform->in_doubt(m.task.what) : provider::doubt::read_back;
            if (policy == provider::doubt::give_up) {
                out_.settle(
                    m, outcome::unknown, "in-doubt",
                    "the request may have taken effect, and nothing can tell; check the member by hand");
                continue;
            }
            if (policy == provider::doubt::send_again) m.doubtful = false;
            staying.push_back(std::move(m));
        }
        unit_.members = std::move(staying);
    }

    /// Whether the unit has failed too often, or for too long, and what follows from it.
    std::optional<course::step> end_of_patience() {
        bool const doubtful = std::ranges::any_of(unit_.members, &pending_member::doubtful);
        auto const& t = unit_.trouble;
        switch (patience_with(t, doubtful, spec_.retry, now_.now, now_.platform)) {
        case patience::left: return std::nullopt;
        case patience::out_with_platform:
            return course::give_up{
                "the platform has answered nothing of use for " + core::describe(spec_.retry.patience) + " ("
                + core::printable(core::redact(t.last)) + "); resume the job once it does"};
        case patience::out_with_unit: break;
        }
        if (unit_.members.size() > 1) return course::split{}; // one of them may be the trouble of all
        out_.settle_by_last_word(unit_.members.front(), t.last);
        unit_.members.clear();
        return course::over{};
    }

    spec::spec const& spec_;
    unit& unit_;
    course::circumstances const& now_;
    settling out_;
    std::optional<std::string> failure_; // that came of the event
    std::optional<course::step> stop_;   // the job cannot go on
    bool waits_ = false;
    bool split_ = false;
};

} // namespace

course::decision course::decide(unit& u, event const& e, circumstances const& c) const {
    return deciding(spec_, u, c).after(e);
}

} // namespace muster::engine
