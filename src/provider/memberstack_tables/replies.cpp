#include "provider/memberstack_tables/replies.hpp"

#include "core/ascii.hpp"
#include "provider/replies.hpp"

#include <string>

namespace muster::provider::memberstack_tables {

using memberstack::complaint;
using replies::mentions;

namespace {

// The document gives no codes, but for their place; these are how they may be written.

bool says_no_table(complaint const& c) {
    return mentions(c.message, {"data table not found"})
           || mentions(c.code, {"table-not-found", "table_not_found"});
}

/// "Invalid table key or ID format" may also be said of a record's id, where there is one in the request.
bool says_bad_name(complaint const& c) {
    return mentions(c.message, {"invalid table key"});
}

bool says_no_record(complaint const& c, subject of) {
    auto const text = core::lower_ascii(c.message);
    if (text == "data record not found" || text == "record not found") return true;
    return of == subject::look
           && (mentions(text, {"record not found"})
               || mentions(c.code, {"record-not-found", "record_not_found"}));
}

core::refused no_such_table(complaint const& c, settings const& s) {
    return {core::refused::cause::operation,
            "there is no table " + replies::clean(s.table)
                + " (provider.table) in the key's application: " + (c.message.empty() ? c.code : c.message),
            c.code};
}

} // namespace

core::verdict judge_complaint(complaint const& c, unsigned status, settings const& s, subject of) {
    using certainty = core::rejected::certainty;
    if (auto refusal = memberstack::find_refused_key(c, status)) return std::move(*refusal);
    if (says_no_table(c)) return no_such_table(c, s);
    bool const bad_name = status == 400 && says_bad_name(c);
    if (bad_name && of == subject::table) return no_such_table(c, s);
    bool const missing = status == 404 || status == 410;
    if (missing && of != subject::table && says_no_record(c, of)) return core::gone{};
    auto how = certainty::sure;
    if (of == subject::change && (missing || bad_name)) how = certainty::perhaps_gone;
    if (status >= 200 && status < 300) how = certainty::perhaps_done;
    return core::rejected{c.code.empty() ? "http-" + std::to_string(status) : c.code, c.message, how};
}

std::optional<core::verdict> judge_status(http::reply const& r, settings const& s, subject of) {
    return memberstack::judge_status(
        r, [&](complaint const& c, unsigned status) { return judge_complaint(c, status, s, of); });
}

} // namespace muster::provider::memberstack_tables
