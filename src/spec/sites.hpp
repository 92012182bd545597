#pragma once
#include "spec/read.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::spec {

/// A site of the config file: an application on a platform, and how it is reached.
struct site {
    std::unique_ptr<provider::provider> platform;
    key_reference key;
    endpoint at;
    muster::spec::pace pace;
    /// What takes the place of a spec's own words: its address and key, and its pace where the site has one.
    amendment instead;
};

/// What reading a config file came to: sites, or everything that is wrong with it.
struct read_sites_result {
    std::map<std::string, site, std::less<>> sites; ///< by name
    std::vector<diagnostic> mistakes;               ///< in the order of their places
};

/// Reads the text of a config file: `{"sites": {"staging": {"kind": ..., "key": ..., ...}}}`, a site holding
/// the keys of a spec's block `provider`, and `requestsPerSecond` and `concurrency`. Relative paths are below
/// `directory`, the file's own. Reads no key; no message quotes one.
read_sites_result read_sites(std::string_view text, std::filesystem::path const& directory);

} // namespace muster::spec
