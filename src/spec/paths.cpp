#include "spec/paths.hpp"

#include "spec/parameters.hpp"

namespace muster::spec {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Writes a path into an object of the document, whose texts are escaped.
void write(json::object& block, std::string_view key, fs::path const& value) {
    block[key] = escape_parameters({{key, value.string()}}).at(key);
}

} // namespace

void make_paths_absolute(spec& s, fs::path const& directory) {
    auto* const found = s.document.if_contains("provider");
    if (found == nullptr || !found->is_object()) return;
    auto& provider = found->get_object();
    if (s.key.from == key_reference::kind::file && fs::path(s.key.name).is_relative()) {
        s.key.name = (directory / s.key.name).string();
        write(provider["key"].emplace_object(), "file", s.key.name);
    }
    if (!s.at.ca_file.empty() && s.at.ca_file.is_relative()) {
        s.at.ca_file = directory / s.at.ca_file;
        write(provider, "caFile", s.at.ca_file);
    }
}

} // namespace muster::spec
