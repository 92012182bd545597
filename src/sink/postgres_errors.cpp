#include "sink/postgres_errors.hpp"

#include <algorithm>

namespace muster::sink {
namespace {

constexpr std::size_t length = 5; // of an SQLSTATE

constexpr std::string_view grant = "mend that, and begin a new job";

} // namespace

postgres_meaning meaning_of(std::string_view sqlstate) {
    using kind = sink_error::kind;
    auto const is = [&](std::string_view beginning) { return sqlstate.starts_with(beginning); };
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
    if (is("28")) return {kind::unfit, "the login is refused: check user and password"};
    if (is("42501")) return {kind::unfit, "the user may not do that: grant it, and begin a new job"};
    return {kind::unfit, grant};
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

} // namespace muster::sink
