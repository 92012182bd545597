#pragma once
#include "files/storage.hpp"
#include "sink/settings.hpp"
#include "sink/sink.hpp"

#include <memory>
#include <string>

namespace muster::engine {

/// The sink of an export, which is not opened yet. `job` = its id; `address` = of a database server, which is
/// a secret; `storage` must outlive it.
std::unique_ptr<sink::sink> make_sink(sink::settings const& s, files::storage& storage, std::string job,
                                      std::string address);

} // namespace muster::engine
