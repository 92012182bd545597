#pragma once
#include "core/node.hpp"
#include "provider/provider.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::provider {

/// One kind of platform: the word under `provider.kind` in a spec, and how to read its own settings beside
/// it.
struct kind {
    std::string name;        ///< e.g. "memberstack"
    std::string description; ///< one sentence, for the schema
    /// JSON Schemas (2020-12) of the keys that the block `provider` may hold for this platform alone, by key.
    boost::json::object settings;
    core::vocabulary vocabulary; ///< all that it may have, whatever the settings; for the schema
    /// Reads the settings from the block `provider`, whose other keys are somebody else's; notes mistakes at
    /// the node and then may return nullptr.
    std::function<std::unique_ptr<provider>(core::node const&)> read;
};

/// All kinds, the built-in ones first.
std::vector<kind> const& kinds();

/// Adds a kind, so that specs can name it. Call it before any spec is read; a name that is taken is an
/// std::invalid_argument.
void add_kind(kind k);

/// The kind of that name, or nullptr. Valid until another is added.
kind const* find_kind(std::string_view name);

/// The vocabularies of all kinds together; of those that several have, the first kind's. Fields
/// are open where any kind's are.
core::vocabulary whole_vocabulary();

/// The platform of that name without any settings; nullptr if there is none, or if it cannot do without.
std::unique_ptr<provider> make(std::string_view name);

} // namespace muster::provider
