#pragma once
#include "core/verdict.hpp"
#include "http/message.hpp"
#include "provider/memberstack/replies.hpp"
#include "provider/memberstack_tables/settings.hpp"

#include <optional>

namespace muster::provider::memberstack_tables {

/// What a call is about: the table (its list, a new record), or one record, which is looked at or changed.
enum class subject { table, look, change };

/// What a complaint in a reply with this status means. Of a table that is not there, or of another
/// application, it is one that all members share. Of a record that is changed, 404 may also be said of one
/// that it refers to: only in the document's very words it is the record itself, else a look tells.
core::verdict judge_complaint(memberstack::complaint const& c, unsigned status, settings const& s,
                              subject of);

/// What a reply's status means where it is no success (2xx); nullopt for a success.
std::optional<core::verdict> judge_status(http::reply const& r, settings const& s, subject of);

} // namespace muster::provider::memberstack_tables
