#pragma once
#include "engine/forecast.hpp"
#include "files/storage.hpp"
#include "journal/directory.hpp"

#include <optional>

namespace muster::launch {

/// When a job that waits for its window, or its quota, will be done, if it goes on as soon as it can;
/// `so_far` = the fold of its journal. nullopt: it does not wait, or its spec cannot be read, or nothing can
/// be told.
std::optional<engine::forecast> forecast_of(files::storage& storage, journal::directory const& where,
                                            journal::state const& so_far, core::wall_time now);

} // namespace muster::launch
