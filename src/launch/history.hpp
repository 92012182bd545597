#pragma once
#include "launch/deeds.hpp"
#include "launch/history_index.hpp"
#include "launch/index_filling.hpp"
#include "launch/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::launch {

/// A deed, and the job that did it.
struct past_deed {
    std::string job;
    bool archived = false; ///< the job is
    bool open = false;     ///< it has no outcome (`what.settled` has none): it may have been sent
    bool running = false;  ///< the job is: what is open is on its way
    /// When, in seconds since 1970; where the journal does not tell, when the job began.
    std::int64_t at = 0;
    std::int64_t begun = 0; ///< when the job began, in milliseconds since 1970
    deed what;
};

struct member_history {
    std::vector<past_deed>
        deeds; ///< by time; of one second, by the job's beginning, and as the journal has them
    std::vector<unread_journal> unread; ///< what may be missing
    std::string without_index;          ///< why it was worked out without one; empty if it was not
};

struct history_choices {
    bool rebuild = false; ///< the index is made anew
    index_settings index{};
    std::function<void(std::size_t, std::uint64_t)> before_much{}; ///< of bring_up_to_date()
};

/// The file of the index, in a state directory.
inline constexpr std::string_view history_file = "history.sqlite";

/// What the jobs of a state directory, and those in its archives, did to one member: whoever has this id, or
/// had this address (in upper or lower case) or was known to a row by this key in one of them, and all that
/// was done to them by that id. The index (history_file) is made, or brought up to date, first; where it is
/// damaged or of another version, it is made anew, and where that cannot be, one is made for this call alone.
/// Throws files::io_error, and what store::ids() throws.
member_history history_of(store& jobs, std::string_view name, history_choices const& choices = {});

} // namespace muster::launch
