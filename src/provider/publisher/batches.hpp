#pragma once
#include "provider/provider.hpp"
#include "provider/publisher/settings.hpp"

#include <boost/json/value.hpp>

#include <span>

/// Requests that carry many members (reference document "Creating Members", "Deleting Members").
namespace muster::provider::publisher {

/// Upserts a record for each of these members, all of which are upserted or updated.
http::request upsert_request(settings const& s, std::span<assignment const> unit);

/// Deletes these members by their ids.
http::request delete_request(settings const& s, std::span<assignment const> unit);

/// What a success says of each. It holds their ids: the document's example shows them in the order sent, and
/// no sentence promises that. So an updated member is looked for by its id; which of them a new member has
/// got, only the order tells.
judgement judge_upsert(std::span<assignment const> unit, boost::json::value const& body);

} // namespace muster::provider::publisher
