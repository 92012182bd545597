#include "launch/growing_export.hpp"

#include "sink/file_sink.hpp"
#include "spec/read.hpp"

namespace muster::launch {

std::optional<std::filesystem::path> growing_export(files::storage& storage,
                                                    journal::directory const& where) {
    auto const text = files::read_file(storage, where.spec());
    auto const read = spec::read(text.value_or(""), {});
    if (!read.value || !read.value->sink) return std::nullopt;
    auto const* const to = std::get_if<sink::to_file>(&read.value->sink->to);
    if (to == nullptr || to->partial) return std::nullopt;
    sink::file_settings settings;
    settings.file = to->file;
    settings.job = where.id;
    return sink::growing_file(settings);
}

} // namespace muster::launch
