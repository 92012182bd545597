#include "web/assets.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <array>
#include <utility>

extern "C" {
/// A file as CMakeLists.txt has the assembler put it into the program. The last one has no name.
struct muster_page_file {
    char const* name;
    char const* begin;
    char const* end;
};
extern muster_page_file const muster_page_files[];
}

namespace muster::web {

namespace {

std::vector<asset> find_all() {
    std::vector<asset> all;
    for (auto const* f = muster_page_files; f->name != nullptr; ++f) {
        std::string_view const bytes(f->begin, static_cast<std::size_t>(f->end - f->begin));
        all.push_back({f->name, bytes, content_type_of(f->name), '"' + core::fingerprint(bytes) + '"'});
    }
    return all;
}

} // namespace

std::vector<asset> const& assets() {
    static auto const all = find_all();
    return all;
}

asset const* find_asset(std::string_view name) {
    auto const& all = assets();
    auto const found = std::find_if(all.begin(), all.end(), [&](asset const& a) { return a.name == name; });
    return found == all.end() ? nullptr : &*found;
}

bool is_known(asset const& a, std::string_view if_none_match) {
    return if_none_match.find(a.etag) != if_none_match.npos; // a list of them, weak ones among them
}

std::string_view content_type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".txt", "text/plain; charset=utf-8"},
        {".LICENSE", "text/plain; charset=utf-8"}, // of what others wrote
    }};
    for (auto const& [ending, type] : types)
        if (name.ends_with(ending)) return type;
    return "application/octet-stream";
}

} // namespace muster::web
