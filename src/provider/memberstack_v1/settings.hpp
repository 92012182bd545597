#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <cstddef>

namespace muster::provider::memberstack_v1 {

/// What the documents of Memberstack 1.0 leave open, with our guesses. A spec may know better, in its block
/// `provider`.
struct settings {
    unsigned first_page = 1; ///< `firstPage`: the number of the list's first page
    /// `largestPage`: the most members that a page holds. The platform may cut to fewer without a word.
    std::size_t largest_page = 100;
    /// `inDoubt`: whether a change that cannot be read back is sent again when nobody knows whether it took
    /// effect; else its outcome is `unknown`.
    bool send_again = true;
    /// `customFields`: whether replies show them. No example of the reference document does.
    bool shows_custom_fields = false;
    /// `updateBody`: whether an update's fields stand under a key `data`, as the reference document's table
    /// says, or flat, as its examples have them.
    bool under_data = false;
    /// `metaData`: whether an update replaces it whole. The reference document ("the value ... will remain
    /// the same if no value is provided for an existing key/value pair") reads as if it were merged.
    bool replaces_meta_data = false;
};

/// Reads them from the block `provider`; notes mistakes at their nodes and then keeps to the guess.
settings read_settings(core::node const& block);

/// JSON Schemas of their keys, by key.
boost::json::object settings_schema();

} // namespace muster::provider::memberstack_v1
