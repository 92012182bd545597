#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace muster::provider::memberstack_tables {

/// What a spec says of a table.
struct settings {
    std::string table; ///< its key or its id (`tbl_...`); never empty
    /// The key of a field of which no two records have the same value (type TEXT_UNIQUE): records are known,
    /// and found, by it. Empty: none is named.
    std::string unique;
    /// The key of a field by which the records that a job makes are known to it, where there is no `unique`:
    /// the platform does not find them by it. Empty: records cannot be made.
    std::string reference;

    /// The dotted path of the field by which records are known before they have an id; empty if there is
    /// none.
    [[nodiscard]] std::string known_by() const;
};

/// Reads the settings from the block `provider`; mistakes are noted at their places. nullopt: no table is
/// named.
std::optional<settings> read_settings(core::node const& n);

/// JSON Schemas of the settings, by key.
boost::json::object schema_of_settings();

} // namespace muster::provider::memberstack_tables
