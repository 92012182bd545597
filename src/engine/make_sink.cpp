#include "engine/make_sink.hpp"

namespace muster::engine {

std::unique_ptr<sink::sink> make_sink(sink::settings const& to, files::storage& storage, std::string job) {
    sink::file_settings s{to.to.file, to.to.style, to.to.packed, to.column_names(), std::move(job)};
    return std::make_unique<sink::file_sink>(storage, std::move(s));
}

} // namespace muster::engine
