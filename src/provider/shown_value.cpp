#include "provider/shown_value.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/write_json.hpp"

namespace muster::provider {

std::string shown_value(boost::json::value const& v) {
    constexpr std::size_t longest = 60;
    if (v.is_null()) return "nothing";
    std::string text;
    core::write_json(text, v);
    text = core::printable(core::redact(text));
    if (text.size() > longest) text = core::printable(text.substr(0, longest)) + " ...";
    return text;
}

} // namespace muster::provider
