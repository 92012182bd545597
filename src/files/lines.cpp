#include "files/lines.hpp"

namespace muster::files {

namespace {
constexpr std::size_t chunk = 1U << 20U;
}

std::optional<std::string_view> line_reader::next() {
    for (auto searched = at_;;) {
        auto const end = buffer_.find('\n', searched);
        if (end != std::string::npos) {
            std::string_view const line(buffer_.data() + at_, end - at_);
            at_ = end + 1;
            offset_ += line.size() + 1;
            return line;
        }
        buffer_.erase(0, at_);
        at_ = 0;
        searched = buffer_.size();
        auto const more = files_.read(path_, offset_ + buffer_.size(), chunk);
        if (!more || more->empty()) return std::nullopt;
        buffer_ += *more;
    }
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
