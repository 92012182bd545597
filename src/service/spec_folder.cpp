#include "service/spec_folder.hpp"

#include <algorithm>
#include <filesystem>

namespace muster::service {

std::vector<std::string> specs_in(std::string const& directory, std::error_code& error) {
    namespace fs = std::filesystem;
    std::vector<std::string> here;
    for (fs::directory_iterator i(directory, error), end; !error && i != end; i.increment(error))
        if (auto const& p = i->path(); p.extension() == ".json" && p.filename().string().front() != '.')
            here.push_back(p.string());
    std::sort(here.begin(), here.end());
    return here;
}

} // namespace muster::service
