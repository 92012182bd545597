#pragma once
#include <string>
#include <string_view>

namespace muster::cli {

/// What cli/deed_writer.hpp says of changes, of such as are plain JSON (core/plain_json.hpp), which are not
/// made values of: word for word the same.

/// A change in a few words, for people, behind what `out` holds: `addPlan pln_free`. Nothing of an empty
/// text.
void append_words(std::string& out, std::string_view change);

/// What the change sets, as a part of its text; empty where it sets no fields.
std::string_view after(std::string_view change);

} // namespace muster::cli
