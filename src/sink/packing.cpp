#include "sink/packing.hpp"

#include <new>
#include <stdexcept>
#include <zlib.h>
#include <zstd.h>

namespace muster::sink {

namespace {

constexpr int gzip_window = 15 + 16; // 32 KiB, and gzip's head and end around it
constexpr int gzip_memory = 8;

std::string gzip(std::string_view text) {
    z_stream stream{};
    if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, gzip_memory,
                       Z_DEFAULT_STRATEGY)
        != Z_OK)
        throw std::bad_alloc();
    // zlib's views are not const, but it does not write there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    std::string packed(::deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    auto const result = ::deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::logic_error("zlib packs more than it said");
    return packed;
}

std::string zstd(std::string_view text) {
    std::string packed(::ZSTD_compressBound(text.size()), '\0');
    auto const size =
        ::ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), ZSTD_CLEVEL_DEFAULT);
    if (::ZSTD_isError(size) != 0) throw std::bad_alloc(); // it has room enough, so nothing else can be wrong
    packed.resize(size);
    return packed;
}

} // namespace

packing packing_of(std::string_view file_name) {
    if (file_name.ends_with(".gz")) return packing::gzip;
    if (file_name.ends_with(".zst")) return packing::zstd;
    return packing::none;
}

std::string pack(std::string text, packing how) {
    if (text.empty() || how == packing::none) return text;
    return how == packing::gzip ? gzip(text) : zstd(text);
}

std::string version_of_zlib() {
    return ::zlibVersion();
}

std::string version_of_zstd() {
    return ::ZSTD_versionString();
}

} // namespace muster::sink
