#include "sandbox/target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace muster::sandbox {

std::optional<std::string_view> target::parameter(std::string_view name) const {
    for (auto const& [key, value] : parameters)
        if (key == name && !value.empty()) return value;
    return std::nullopt;
}

std::optional<target> read_target(std::string_view text) {
    auto const url = boost::urls::parse_origin_form(boost::urls::string_view(text.data(), text.size()));
    if (url.has_error()) return std::nullopt;
    target t;
    for (auto const segment : url->segments()) t.path.emplace_back(segment.begin(), segment.end());
    if (!t.path.empty() && t.path.back().empty()) t.path.pop_back();
    for (auto const& p : url->params()) t.parameters.emplace_back(p.key, p.value);
    return t;
}

} // namespace muster::sandbox
