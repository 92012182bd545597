#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace muster::web {

/// A file of the page, as it stands in the program.
struct asset {
    std::string_view name; ///< below src/web/page/: `index.html`
    std::string_view bytes;
    std::string_view content_type;
    std::string etag; ///< with its quotes
};

/// All of them.
std::vector<asset> const& assets();

/// The one of that name; nullptr if there is none.
asset const* find_asset(std::string_view name);

/// Whether the value of If-None-Match names this one.
bool is_known(asset const& a, std::string_view if_none_match);

/// What a file of that name holds, for HTTP.
std::string_view content_type_of(std::string_view name);

} // namespace muster::web
