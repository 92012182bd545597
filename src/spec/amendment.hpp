#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace muster::spec {

/// What a command line says in the place of what a spec says: keys of two of its blocks.
struct amendment {
    boost::json::object provider; ///< with `kind` if it can do without the spec's block
    boost::json::object pace;
    /// Keys of the spec's `provider` that are dropped first: what belongs to another address.
    std::vector<std::string> dropped{};
};

/// Puts the amendment into a document whose parameters are filled in. Blocks that are no objects are left to
/// whoever reads them. A `kind` that is another than the spec's is a mistake, noted in `found`.
void amend(boost::json::object& document, amendment const& with, core::problems& found);

} // namespace muster::spec
