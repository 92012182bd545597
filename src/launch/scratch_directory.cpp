#include "launch/scratch_directory.hpp"

#include "files/storage.hpp"

#include <cerrno>
#include <cstdlib>

namespace muster::launch {

scratch_directory::scratch_directory()
    : path_((std::filesystem::temp_directory_path() / "muster-keys-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw files::io_error("cannot make a directory " + path_, errno);
}

scratch_directory::~scratch_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path scratch_directory::file(std::string_view name) const {
    return std::filesystem::path(path_) / name;
}

} // namespace muster::launch
