#include "source/file_digest.hpp"

#include "core/digest.hpp"

#include <cerrno>
#include <cstdint>

namespace muster::source {

std::string file_digest(files::storage& files, std::filesystem::path const& file) {
    constexpr std::size_t piece = 256 * 1024;
    core::sha256_stream sum;
    for (std::uint64_t offset = 0;;) {
        auto const bytes = files.read(file, offset, piece);
        if (!bytes) throw files::io_error("there is no file " + file.string(), ENOENT);
        if (bytes->empty()) return sum.finish_hex();
        sum.update(*bytes);
        offset += bytes->size();
    }
}

} // namespace muster::source
