#pragma once
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace muster::pacing {

/// A directory for one test, which nobody else may enter; removed at the end.
struct scratch {
    scratch() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-test-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
        file = path / "rate";
    }
    ~scratch() { std::filesystem::remove_all(path); }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    std::filesystem::path path;
    std::filesystem::path file; ///< a name in it; nothing is there
};

inline void write(std::filesystem::path const& file, std::string const& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
}

inline std::filesystem::perms permissions(std::filesystem::path const& p) {
    return std::filesystem::status(p).permissions() & std::filesystem::perms::all;
}

} // namespace muster::pacing
