#include "sink/column.hpp"

#include "core/printable.hpp"
#include "core/write_json.hpp"

#include <boost/json/array.hpp>

#include <utility>

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

/// Calls `use` with what stands for each of those that are wanted.
template <class Use>
void each_part(json::value const* list, column const& c, Use const& use) {
    auto const* const all = list != nullptr ? list->if_array() : nullptr;
    if (all == nullptr) return;
    for (auto const& element : *all)
        if (is_wanted(element, c.only))
            if (auto const* const part = part_of(element, c)) use(*part);
}

json::value elements_of(json::value const* list, column const& c, json::storage_ptr memory) {
    if (!c.joined_by) {
        json::array parts(std::move(memory));
        each_part(list, c, [&](json::value const& part) { parts.push_back(part); });
        return parts;
    }
    std::string text;
    bool first = true;
    each_part(list, c, [&](json::value const& part) {
        if (!std::exchange(first, false)) text += *c.joined_by;
        if (part.is_string())
            text += part.get_string();
        else
            core::write_json(text, part);
    });
    return json::value(json::string_view(text), std::move(memory));
}

json::value const nothing;

/// Where the cell stands in the member, if it need not be made.
json::value const* find_cell(core::member const& m, column const& c) {
    if (c.what != column::content::field) return nullptr;
    auto const* const found = c.path.find(*m.document);
    if (found != nullptr) return found;
    return c.path.text() == "id" ? nullptr : &nothing;
}

json::value make_cell(core::member const& m, column const& c, json::storage_ptr memory) {
    if (c.what == column::content::document) return json::value(*m.document, memory);
    if (c.what == column::content::elements)
        return elements_of(c.path.find(*m.document), c, std::move(memory));
    return json::value(json::string_view(m.id), memory); // some platforms call it otherwise, at times
}

/// Whether a value stays what it is in that form.
bool is_of(json::value const& v, core::cell_form form) {
    if (v.is_null()) return true;
    switch (form) {
    case core::cell_form::text: return v.is_string();
    case core::cell_form::number: return v.is_number();
    case core::cell_form::boolean: return v.is_bool();
    case core::cell_form::json: return !v.is_string();
    case core::cell_form::date: break;
    }
    return false;
}

} // namespace

std::variant<projection, misfit> project(core::member const& m, std::vector<column> const& columns,
                                         json::storage_ptr memory) {
    projection p;
    p.cells.reserve(columns.size());
    p.made.reserve(2 * columns.size()); // at most so many are made, and none may move
    for (auto const& c : columns) {
        auto const* cell = find_cell(m, c);
        if (cell == nullptr) cell = &p.made.emplace_back(make_cell(m, c, memory));
        if (c.form == core::cell_form::text && cell->is_structured()) {
            std::string text;
            core::write_json(text, *cell);
            cell = &p.made.emplace_back(json::string_view(text), memory);
        } else if (c.form && !is_of(*cell, *c.form)) {
            auto converted = core::convert(*cell, *c.form);
            if (auto const* const unfit = std::get_if<core::unfit_cell>(&converted))
                return misfit{"column " + core::quoted(c.name) + ": " + unfit->why};
            cell = &p.made.emplace_back(std::move(std::get<json::value>(converted)));
        }
        p.cells.push_back(cell);
    }
    return p;
}

} // namespace muster::sink
