#pragma once
#include "files/storage.hpp"
#include "sink/settings.hpp"
#include "sink/sink.hpp"

#include <memory>
#include <string>

namespace muster::engine {

/// The sink of an export, which is not opened yet. `job` = its id; `storage` must outlive it.
std::unique_ptr<sink::sink> make_sink(sink::settings const& to, files::storage& storage, std::string job);

} // namespace muster::engine
