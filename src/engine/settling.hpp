#pragma once
#include "engine/course.hpp"

#include <string>

namespace muster::engine {

/// Takes members out of a unit with what became of them, for one decision of its course. Pure.
class settling {
public:
    enum class fate { stays, leaves };

    /// `u` must outlive it.
    explicit settling(unit& u) : unit_(u) {}

    /// Settles a member; whoever calls takes it out of the unit, as it has been moved from.
    fate settle(pending_member& m, core::outcome o, std::string code = {}, std::string message = {});
    /// The same for one whose change is done by the reply to it; `made` = journal::member_settled::made.
    fate settle_done(pending_member& m, std::string made);
    /// The same for one that an upsert was to make, and that is there, but not as its row says.
    fate settle_made_meanwhile(pending_member& m);
    /// The same for a member of which nothing more can be found out, by what was said of it last; `why`
    /// nothing more can be.
    fate settle_by_last_word(pending_member& m, std::string const& why);

    /// The same for the unit's member number `i`, which is taken out.
    void drop_by_last_word(std::size_t i, std::string const& why);

    /// Takes back the intents of whoever no request carried. What was rejected is not taken back: somebody on
    /// the way may have sent the request twice, and the rejection be that of the second.
    void withdraw();

    /// All of it, with the next step.
    [[nodiscard]] course::decision finish(course::step next);

private:
    unit& unit_;
    course::decision made_;
};

} // namespace muster::engine
