#include "cli/version.hpp"

#include "core/digest.hpp"
#include "database/postgres.hpp"
#include "database/sqlite.hpp"
#include "launch/archive.hpp"
#include "sink/packing.hpp"

#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <spdlog/version.h>

#include <cstddef>
#include <string_view>

// jemalloc's, if that is linked, or loaded before all else.
extern "C" [[gnu::weak]] int mallctl(char const* name, void* old, std::size_t* old_size, void* fresh,
                                     std::size_t fresh_size);

namespace muster::cli {

namespace {

std::string line(std::string name, std::string const& version) {
    constexpr std::size_t column = 12;
    name.resize(column, ' ');
    return "\n" + name + version;
}

std::string dotted(int major, int minor, int patch) {
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::string compiler() {
#ifdef __clang__
    return "clang " + dotted(__clang_major__, __clang_minor__, __clang_patchlevel__);
#else
    return "g++ " + dotted(__GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

std::string allocator() {
    char const* full = nullptr; // as in 5.3.0-0-g54eaed1
    std::size_t size = sizeof full;
    if (mallctl == nullptr || mallctl("version", &full, &size, nullptr, 0) != 0) return {};
    std::string_view const version(full);
    return line("jemalloc", std::string(version.substr(0, version.find('-'))));
}

} // namespace

std::string version_words() {
    return "muster " MUSTER_VERSION + line("compiler", compiler() + ", " MUSTER_BUILD_TYPE)
           + line("Boost", dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100))
           + line("OpenSSL", core::version_of_openssl()) + line("libpq", database::version_of_libpq())
           + line("SQLite", database::version_of_sqlite()) + line("zlib", sink::version_of_zlib())
           + line("zstd", sink::version_of_zstd()) + line("libarchive", launch::version_of_libarchive())
           + allocator() + line("CLI11", CLI11_VERSION)
           + line("spdlog", dotted(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH));
}

} // namespace muster::cli
