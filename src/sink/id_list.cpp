#include "sink/id_list.hpp"

#include "core/strict_json.hpp"
#include "core/write_json.hpp"

#include <boost/json/array.hpp>

namespace muster::sink {

namespace json = boost::json;

bool can_hold(std::string_view id) {
    return id.find('\0') == id.npos;
}

std::string write_ids(std::span<std::string_view const> ids) {
    std::string text = "[";
    for (auto const& each : ids) {
        if (text.size() > 1) text += ',';
        core::write_json(text, each);
    }
    return text += ']';
}

std::vector<std::string> read_ids(std::string_view text) {
    std::vector<std::string> ids;
    auto const read = core::read_strict_json(text);
    auto const* const list = std::get_if<json::value>(&read);
    if (list == nullptr || !list->is_array()) return ids;
    for (auto const& each : list->get_array())
        if (each.is_string()) ids.emplace_back(each.get_string());
    return ids;
}

} // namespace muster::sink
