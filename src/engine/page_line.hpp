#pragma once
#include "engine/feed.hpp"
#include "engine/met_members.hpp"
#include "engine/outcomes.hpp"

#include <deque>
#include <string>
#include <string_view>

namespace muster::engine {

/// The journal's record of a page that is on this sheet, as of now; `matched` and `again` are 0 yet.
journal::page_read page_of(sheet const& s, recorder& to);

/// Passes over members whom the list gives twice, and warns of the first such one.
class repetitions {
public:
    /// `recent` = journal::replayed::recent. `results` must outlive it.
    repetitions(std::deque<std::string> const& recent, outcomes& results)
        : met_(recent),
          outcomes_(results) {}
    /// Whether the list gave this member before.
    [[nodiscard]] bool is_repeated(std::string_view member);

private:
    met_members met_;
    outcomes& outcomes_;
    bool told_ = false;
};

} // namespace muster::engine
