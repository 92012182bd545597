#include "database/postgres_errors.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"

#include <algorithm>

namespace muster::database {
namespace {

constexpr std::size_t length = 5; // of an SQLSTATE

constexpr std::string_view mend = "mend that, and begin a new job";

} // namespace

postgres_meaning meaning_of(std::string_view sqlstate) {
    using kind = core::obstacle::kind;
    auto const is = [&](std::string_view beginning) { return sqlstate.starts_with(beginning); };
    if (is("08P01")) return {kind::unfit, mend}; // a statement has another number of parameters
    if (sqlstate.empty() || is("08")) return {kind::passing, ""};
    if (is("22") || is("23") || is("54") || is("P0"))
        return {kind::unfit, "a value does not fit the table, or a trigger refuses it", true};
    if (is("40") || is("55P03") || is("55006") || is("57P0")) return {kind::passing, ""};
    if (is("57014")) return {kind::passing, "it took too long, or somebody has broken it off"};
    if (is("53100")) return {kind::lasting, "the server's disk is full: make room, then resume the job"};
    if (is("53")) return {kind::passing, "the server has too much to do"};
    if (is("25006")) return {kind::lasting, "nobody can write to this server: is it a standby?"};
    if (is("58") || is("XX"))
        return {kind::lasting, "look at the server's log, mend that, then resume the job"};
    if (is("28"))
        return {kind::lasting, "the login is refused: check user and password, then resume the job"};
    if (is("42501")) return {kind::lasting, "the user may not do that: grant it, then resume the job"};
    return {kind::unfit, mend};
}

std::string_view sqlstate_in(std::string_view message) {
    constexpr std::string_view before = ":  ";
    for (auto at = message.find(before); at != message.npos; at = message.find(before, at + 1)) {
        auto const rest = message.substr(at + before.size());
        if (rest.size() <= length || rest[length] != ':') continue;
        auto const state = rest.substr(0, length);
        auto const fits = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
        if (std::ranges::all_of(state, fits)) return state;
    }
    return {};
}

std::string in_short(std::string_view message) {
    std::string out;
    while (!message.empty()) {
        auto const line = message.substr(0, message.find('\n'));
        message.remove_prefix(std::min(message.size(), line.size() + 1));
        // Behind a refused connection stands a question that helps nobody who has read so far.
        bool const of_use = !line.starts_with("LOCATION:") && !line.starts_with("\tIs the server running");
        if (of_use && !line.empty()) out += (out.empty() ? "" : "; ") + std::string(core::trimmed(line));
    }
    return core::printable(out);
}

} // namespace muster::database
