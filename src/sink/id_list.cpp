#include "sink/id_list.hpp"

#include "core/strict_json.hpp"
#include "core/write_json.hpp"

#include <boost/json/array.hpp>

namespace muster::sink {

namespace json = boost::json;

bool can_hold(std::string_view id) {
    return id.find('\0') == id.npos;
}

std::vector<std::string_view> ids_of(std::span<row const> rows) {
    std::vector<std::string_view> ids;
    for (auto const& each : rows)
        if (can_hold(each.id)) ids.push_back(each.id);
    return ids;
}

std::string write_ids(std::vector<std::string_view> const& ids) {
    std::string text = "[";
    for (auto const& each : ids) {
        if (text.size() > 1) text += ',';
        core::write_json(text, each);
    }
    return text += ']';
}

std::string write_ids(std::vector<std::string> const& ids) {
    return write_ids(std::vector<std::string_view>(ids.begin(), ids.end()));
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
