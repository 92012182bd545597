#pragma once
#include <boost/json/array.hpp>

#include <string>
#include <vector>

namespace muster::cli {

/// The specs in these files and directories: of each its name and path, whether it is right, and if not what
/// is wrong with it, and its parameters. What stands in it is not redacted.
boost::json::array listed_specs(std::vector<std::string> const& places);

} // namespace muster::cli
