#pragma once
#include "core/node.hpp"
#include "core/vocabulary.hpp"
#include "operation/operation.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::operation {

/// One kind of operation: the key under `operation` in a spec, and how to read what stands under it.
struct kind {
    std::string name;        ///< camelCase, e.g. "addPlan"
    std::string description; ///< one sentence, for the schema
    /// JSON Schema (2020-12) of the value under the key, for a platform of this vocabulary.
    std::function<boost::json::object(core::vocabulary const&)> schema;
    /// Reads the value for a platform of this vocabulary; notes mistakes at the node and then may return
    /// nullptr.
    std::function<std::unique_ptr<operation>(core::node const&, core::vocabulary const&)> read;
};

/// All kinds, the built-in ones first.
std::vector<kind> const& kinds();

/// Adds a kind, so that specs can name it. Call it before any spec is read; a name that is taken is an
/// std::invalid_argument.
void add_kind(kind k);

/// Whether an upsert on a platform of this vocabulary is, for each row, an update of whoever is there, or a
/// creation: it has both of these, and no upsert of its own.
bool upserts_by_look(core::vocabulary const& vocabulary);

/// Reads the `operation` of a spec for a platform of this vocabulary: an object with exactly one key.
std::unique_ptr<operation> read(core::node const& n, core::vocabulary const& vocabulary);

} // namespace muster::operation
