#pragma once
#include <boost/test/unit_test.hpp>

#include <string>
#include <zlib.h>

namespace muster::tests {

/// A text as gzip(1) packs it.
inline std::string gzip(std::string const& plain) {
    z_stream zlib{};
    BOOST_REQUIRE(::deflateInit2(&zlib, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(::deflateBound(&zlib, plain.size()) + 32, '\0');
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    zlib.avail_in = static_cast<uInt>(plain.size());
    zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
    zlib.avail_out = static_cast<uInt>(packed.size());
    BOOST_REQUIRE(::deflate(&zlib, Z_FINISH) == Z_STREAM_END);
    packed.resize(zlib.total_out);
    ::deflateEnd(&zlib);
    return packed;
}

} // namespace muster::tests
