#pragma once
#include "spec/read.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace muster::spec {

/// A spec as JSON, and what is wrong with it as such.
struct parsed {
    std::optional<boost::json::object> document; ///< nullopt if the text is not a JSON object
    std::vector<diagnostic> mistakes;
};

/// Parses the text of a spec: JSON in UTF-8, one object, no key twice in an object, nested at most 32 deep,
/// at most 1 MiB. What it finds wrong quotes nothing of the text, as that might hold a key.
parsed parse(std::string_view text);

/// The text without the byte order mark that some editors put before UTF-8.
std::string_view without_mark(std::string_view text);

} // namespace muster::spec
