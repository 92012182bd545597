#include "sink/column.hpp"

#include "core/printable.hpp"
#include "core/write_json.hpp"

#include <boost/json/array.hpp>

namespace muster::sink {

namespace json = boost::json;

namespace {

json::object const no_fields;

bool is_wanted(json::value const& element, filter::filter const& only) {
    auto const* const fields = element.if_object();
    return only.matches({{}, {}, fields != nullptr ? fields : &no_fields});
}

/// What stands for an element; nullptr = nothing does.
json::value const* part_of(json::value const& element, column const& c) {
    if (!c.of) return &element;
    auto const* const fields = element.if_object();
    return fields != nullptr ? c.of->find(*fields) : nullptr;
}

json::value elements_of(json::value const* list, column const& c, json::storage_ptr memory) {
    json::array parts(memory);
    auto const* const all = list != nullptr ? list->if_array() : nullptr;
    if (all != nullptr)
        for (auto const& element : *all)
            if (is_wanted(element, c.only))
                if (auto const* const part = part_of(element, c)) parts.push_back(*part);
    if (!c.joined_by) return parts;
    std::string text;
    bool first = true;
    for (auto const& part : parts) {
        if (!first) text += *c.joined_by;
        first = false;
        if (part.is_string())
            text += part.get_string();
        else
            core::write_json(text, part);
    }
    return json::value(json::string_view(text), memory);
}

json::value cell_of(core::member const& m, column const& c, json::storage_ptr memory) {
    if (c.what == column::content::document) return json::value(*m.document, memory);
    auto const* const found = c.path.find(*m.document);
    // Some platforms call it otherwise, at times.
    if (found == nullptr && c.path.text() == "id") return json::value(json::string_view(m.id), memory);
    if (c.what == column::content::elements) return elements_of(found, c, std::move(memory));
    return found != nullptr ? json::value(*found, memory) : json::value(nullptr, memory);
}

} // namespace

std::variant<std::vector<json::value>, misfit> project(core::member const& m,
                                                       std::vector<column> const& columns,
                                                       json::storage_ptr memory) {
    std::vector<json::value> cells;
    cells.reserve(columns.size());
    for (auto const& c : columns) {
        auto cell = cell_of(m, c, memory);
        if (c.form == core::cell_form::text && cell.is_structured()) {
            std::string text;
            core::write_json(text, cell);
            cell = json::value(json::string_view(text), memory);
        } else if (c.form) {
            auto converted = core::convert(cell, *c.form);
            if (auto const* const unfit = std::get_if<core::unfit_cell>(&converted))
                return misfit{"column " + core::quoted(c.name) + ": " + unfit->why};
            cell = std::move(std::get<json::value>(converted));
        }
        cells.push_back(std::move(cell));
    }
    return cells;
}

} // namespace muster::sink
