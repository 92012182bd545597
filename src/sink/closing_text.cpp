#include "sink/closing_text.hpp"

#include "core/strict_json.hpp"
#include "core/write_json.hpp"

#include <boost/json/array.hpp>

namespace muster::sink {

namespace json = boost::json;

std::string write_examples(std::vector<std::string> const& ids) {
    json::array list;
    for (auto const& each : ids) list.emplace_back(each);
    std::string text;
    core::write_json(text, json::value(std::move(list)));
    return text;
}

std::vector<std::string> read_examples(std::string_view text) {
    std::vector<std::string> ids;
    auto const read = core::read_strict_json(text);
    auto const* const list = std::get_if<json::value>(&read);
    if (list == nullptr || !list->is_array()) return ids;
    for (auto const& each : list->get_array())
        if (each.is_string()) ids.emplace_back(each.get_string());
    return ids;
}

} // namespace muster::sink
