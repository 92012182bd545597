#pragma once
#include "provider/memberpulse/settings.hpp"
#include "provider/provider.hpp"

#include <span>

namespace muster::provider::memberpulse {

/// The path and query of a page: `/members?page=2&itemsPerPage=100&status=active`.
std::string list_target(settings const& s, list_query const& q);

/// Reads a page from a body that is JSON.
///
/// A cursor is the number of a page, `:`, and the id of the first record of the page before it: a platform
/// that takes no notice of `page` would give the same page for ever, and is found out by that.
///
/// How many records the platform gives at most is not documented, so a page that is shorter than asked for
/// need not be the last. The list ends with an empty page, or where the platform tells `totalItems` and the
/// pages so far, each taken to be as short as this one, hold as many already.
std::variant<page, page_fault, core::verdict> read_list(settings const& s, list_query const& q,
                                                        boost::json::value const& body,
                                                        boost::json::monotonic_resource& arena);

/// A sentence on the first of the records that is not as the spec's filters ask for: the platform took no
/// notice of one of them, and so lists everybody. nullopt if each may be as asked for.
std::optional<std::string> find_unfiltered(settings const& s, std::span<core::member const> records);

} // namespace muster::provider::memberpulse
