#pragma once
#include "core/field_choice.hpp"

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace muster::core {

/// A list of documents of which only chosen fields were kept.
struct chosen_documents {
    boost::json::value whole; ///< the object that the list stands in, with all its other fields
    /// For each document: the text from its beginning on.
    std::vector<std::string_view> texts;
    /// For each document: the values' texts of the fields that are read later, in their order; empty where it
    /// has no such field.
    std::vector<std::string_view> later;
};

/// Reads an object of which the field `list` holds documents: `{"data": [{...}, ...], ...}`; no deeper than
/// so many lists and objects in each other. What is left out is held to be JSON like the rest. A number that
/// no double holds is null. nullopt: the text is no JSON, or not of that kind; read_json tells.
std::optional<chosen_documents> read_chosen(std::string_view text, std::string_view list,
                                            field_choice const& choice, boost::json::storage_ptr memory,
                                            std::size_t most_depth);

} // namespace muster::core
