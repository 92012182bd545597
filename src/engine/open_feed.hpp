#pragma once
#include "engine/list_feed.hpp"

#include <filesystem>
#include <memory>

namespace muster::engine {

/// The source that a spec names. `snapshot` = where the job may keep one; empty = the list is read as it
/// goes, as nothing is changed. All references must outlive it. Throws core::job_error(internal) if `from` is
/// no cursor of it.
std::unique_ptr<feed> open_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                                async::stop& stop, std::filesystem::path const& snapshot,
                                list_feed::start from);

} // namespace muster::engine
