#pragma once
#include "files/storage.hpp"
#include "journal/consistency.hpp"
#include "journal/directory.hpp"
#include "journal/record.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace muster::launch {

/// What a job did to one member: its outcome, joined with the intent before it. What the journal does not
/// tell is empty: a member that needed nothing has no intent, and an earlier version of muster wrote neither
/// times nor addresses.
struct deed {
    journal::member_settled settled;
    std::string email;
    std::string row;            ///< by which key a row named the member (journal::intent::row)
    std::string at;             ///< when it was settled, ISO 8601, to the second
    boost::json::value change;  ///< what was to be sent (core::to_json); null if nothing was
    boost::json::object before; ///< what the change was to overwrite
    std::uint64_t line_at = 0;  ///< the byte of the journal where the line begins that tells the outcome
};

/// A deed of which its lines tell all as whoever shows it would write it: JSON is plain
/// (core/plain_json.hpp), and whoever takes it apart makes no values of it. All texts hold until the call
/// returns.
struct plain_deed {
    journal::member_settled const& settled;
    std::string_view email;
    std::string_view row;
    std::string_view at;
    std::string_view change; ///< empty if nothing was to be sent
    std::string_view before; ///< an object; empty if the change overwrites nothing
};

/// Calls `each` with every deed of a job in the order of their outcomes, up to the last sound line of its
/// journal, as long as it gives true; deeds that `wanted` does not want cost less than those that it does.
/// Returns what damages the journal behind that, if anything but a torn tail does (line 0: there is no
/// journal); of a job that is running, or where `each` gave false, that is not judged. Memory: the intents
/// that have no outcome yet. Throws files::io_error.
std::optional<journal::flaw> for_each_deed(files::storage& storage, journal::directory const& where,
                                           std::function<bool(journal::member_settled const&)> const& wanted,
                                           std::function<bool(deed)> const& each);
/// The same, but a deed that is plain goes to `each_plain`: most are, and it takes a fraction of the time.
std::optional<journal::flaw> for_each_deed(files::storage& storage, journal::directory const& where,
                                           std::function<bool(journal::member_settled const&)> const& wanted,
                                           std::function<bool(deed)> const& each,
                                           std::function<bool(plain_deed const&)> const& each_plain);

} // namespace muster::launch
