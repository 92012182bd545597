#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

/// What the documents of all platforms have in common.
namespace muster::provider::documents {

/// The value under a key; null where there is none.
boost::json::value const& at_or_null(boost::json::object const& o, std::string_view key);

/// Whether two values are one to a platform: numbers by value (1, 1.0), objects whatever the order of their
/// keys.
bool same(boost::json::value const& a, boost::json::value const& b);

/// Whether two e-mail addresses are one: without case, as far as it is ASCII.
bool same_email(boost::json::value const& a, boost::json::value const& b);

/// Whether an object holds what `wanted` names, key by key; a null is the same as a missing key.
bool each_key_holds(boost::json::value const& now, boost::json::value const& wanted);

/// What `now` holds under the keys of `named`; null where there is nothing.
boost::json::object part_of(boost::json::value const& now, boost::json::object const& named);

/// JSON Merge Patch (RFC 7396).
boost::json::value merge_patch(boost::json::value target, boost::json::value const& patch);

} // namespace muster::provider::documents
