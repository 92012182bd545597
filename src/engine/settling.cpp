#include "engine/settling.hpp"

#include <utility>

namespace muster::engine {

using core::outcome;

settling::fate settling::settle(pending_member& m, outcome o, std::string code, std::string message) {
    if (made_.done.empty()) made_.done.reserve(unit_.members.size());
    made_.done.push_back({std::move(m), o, std::move(code), std::move(message), {}});
    return fate::leaves;
}

settling::fate settling::settle_done(pending_member& m, std::string made) {
    auto const end = settle(m, outcome::done);
    made_.done.back().made = std::move(made);
    return end;
}

settling::fate settling::settle_made_meanwhile(pending_member& m) {
    return settle(m, outcome::failed, "made-meanwhile",
                  "nobody was there when it was looked for, and somebody is by now, whom others made or "
                  "changed; a retry holds the row against them");
}

settling::fate settling::settle_by_last_word(pending_member& m, std::string const& why) {
    if (m.doubtful) return settle(m, outcome::unknown, "in-doubt", why);
    if (m.rejection) return settle(m, outcome::failed, m.rejection->code, m.rejection->message);
    if (m.forbidden) return settle(m, outcome::failed, m.forbidden->why.code, m.forbidden->why.message);
    return settle(m, outcome::failed, "attempts-exhausted", why);
}

void settling::drop_by_last_word(std::size_t i, std::string const& why) {
    settle_by_last_word(unit_.members[i], why);
    unit_.members.erase(unit_.members.begin() + static_cast<std::ptrdiff_t>(i));
}

void settling::withdraw() {
    for (auto const& m : unit_.members)
        if (m.has_intent && !m.was_doubtful && m.attempts == 0) made_.withdrawn.push_back(m.task.member_id);
}

course::decision settling::finish(course::step next) {
    made_.next = std::move(next);
    return std::move(made_);
}

} // namespace muster::engine
