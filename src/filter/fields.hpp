#pragma once
#include "core/shape.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::filter {

/// What is known of the place that a field's name leads to.
struct found_field {
    core::shape const* shape; ///< never nullptr; says nothing where nothing can be there
    /// Why no document has that field, and which one was more likely meant, as a sentence.
    std::optional<std::string> objection;
};

/// Where a field's name is looked up.
struct field_root {
    core::shape const* shape; ///< of the whole document, or of the element of a list; not nullptr
    bool in_element;
    bool in_where = true; ///< else in a template, where nothing can be said of a list's elements
};

/// Follows `key`, a name or dotted path, from a place of shape `at` whose own path is `path` ("" = the root).
found_field find_field(core::shape const& at, std::string_view path, std::string_view key,
                       field_root const& root);

} // namespace muster::filter
