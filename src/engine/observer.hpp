#pragma once
#include "core/time.hpp"
#include "journal/record.hpp"

#include <string>

namespace muster::engine {

/// What happens while a job runs, for a display or a log. Called on the event loop's thread; must be quick.
class observer {
public:
    enum class level { info, warning };
    virtual ~observer() = default;
    /// A member has its outcome, `took` after its first request of this run was sent; zero if none was.
    virtual void settled(journal::member_settled const& s, core::duration took) = 0;
    /// Something that a person may want to know, as a sentence.
    virtual void notice(level l, std::string const& text) = 0;
};

} // namespace muster::engine
