#pragma once
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace muster::tests {

/// A directory for one test; removed at the end.
struct scratch {
    scratch() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-test-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~scratch() { std::filesystem::remove_all(path); }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    std::filesystem::path path;
};

inline void spill(std::filesystem::path const& file, std::string const& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

/// The permission bits, e.g. 0600.
inline unsigned mode(std::filesystem::path const& p) {
    return static_cast<unsigned>(std::filesystem::status(p).permissions()) & 07777U;
}

inline std::string slurp(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace muster::tests
