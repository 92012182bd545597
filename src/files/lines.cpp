#include "files/lines.hpp"

namespace muster::files {

namespace {
constexpr std::size_t chunk = 256U << 10U; // more falls out of a processor's own memory
}

std::optional<std::string_view> line_reader::next() {
    return lines_.next([this](std::string& buffer) {
        auto const piece = files_.read(path_, offset() + buffer.size(), chunk);
        if (!piece || piece->empty()) return false;
        if (buffer.empty())
            buffer = std::move(*piece);
        else
            buffer += *piece;
        return true;
    });
}

std::optional<std::string> line_at(storage& files, std::filesystem::path const& p, std::uint64_t from) {
    constexpr std::size_t usual = 4096; // most lines are shorter
    std::string line;
    for (std::size_t piece = usual;; piece = chunk) {
        auto const searched = line.size();
        auto const more = files.read(p, from + searched, piece);
        if (!more || more->empty()) return std::nullopt;
        line += *more;
        auto const end = line.find('\n', searched);
        if (end == std::string::npos) continue;
        line.resize(end);
        return line;
    }
}

std::uint64_t bytes_behind(storage& files, std::filesystem::path const& p, std::uint64_t from) {
    std::uint64_t size = 0;
    for (;;) {
        auto const more = files.read(p, from + size, chunk);
        if (!more || more->empty()) return size;
        size += more->size();
    }
}

} // namespace muster::files
