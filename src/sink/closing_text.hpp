#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// The ids that a closing names, as muster_exports keeps them: a list of JSON.
std::string write_examples(std::vector<std::string> const& ids);
/// The inverse; of anything else, nothing.
std::vector<std::string> read_examples(std::string_view text);

} // namespace muster::sink
