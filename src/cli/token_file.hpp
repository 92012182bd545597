#pragma once
#include "web/caller.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::cli {

/// The tokens in a file of lines `read: TOKEN` and `act: TOKEN`. Throws core::job_error(usage) if it cannot
/// be read, others than its owner may read it, a line is another, or a token is shorter than 16 characters.
std::vector<std::pair<web::role, std::string>> read_token_file(std::string const& path);

} // namespace muster::cli
