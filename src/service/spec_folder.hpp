#pragma once
#include <string>
#include <system_error>
#include <vector>

namespace muster::service {

/// The specs in a directory: the paths of its files that end in `.json`, in order, but for hidden ones.
/// `error` = why there may be more.
std::vector<std::string> specs_in(std::string const& directory, std::error_code& error);

} // namespace muster::service
