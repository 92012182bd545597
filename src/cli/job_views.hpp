#pragma once
#include "service/job_view.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// A line for each; `columns` = of the terminal that it is for, which gets a header, and lines cut to fit.
std::string as_list(std::vector<service::job_view> const& views, std::optional<std::size_t> columns);
/// All about one; with `wrapped`, no line is wider than a usual terminal. Not yet made safe for one
/// (cli/shown.hpp).
std::string details(service::job_view const& v, bool wrapped);
/// A header and a line for each.
std::string as_csv(std::vector<service::job_view> const& views);

} // namespace muster::cli
