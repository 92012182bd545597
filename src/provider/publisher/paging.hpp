#pragma once
#include "core/member.hpp"
#include "provider/provider.hpp"
#include "provider/publisher/settings.hpp"

#include <boost/json/object.hpp>

#include <variant>
#include <vector>

namespace muster::provider::publisher {

/// The `pagination` of a list request. The document shows `{"limit": 100}` only; `offset` is a guess.
boost::json::object pagination(list_query const& q, settings const& s);

/// The page that these members are, where q was asked for.
///
/// A cursor is `OFFSET:DIGEST`, the digest being of the first member of the page before: an instance that
/// passes over `offset` gives its first page for ever, and is so found out by the second page, which is
/// rejected. Only an empty page is the last one, as an instance may give fewer members than it is asked for.
std::variant<page, core::verdict> page_of(std::vector<core::member> members, list_query const& q,
                                          settings const& s);

} // namespace muster::provider::publisher
