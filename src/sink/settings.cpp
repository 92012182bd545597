#include "sink/settings.hpp"

#include "core/overload.hpp"

#include <algorithm>

namespace muster::sink {

namespace {

constexpr std::size_t most_names = 4;

bool is_document(column const& c) {
    return c.what == column::content::document;
}

} // namespace

std::string settings::describe() const {
    std::string what;
    auto const named = columns.size() > most_names + 1 ? most_names : columns.size();
    for (std::size_t i = 0; i < named; ++i) what += (i > 0 ? ", " : "") + columns[i].name;
    if (columns.size() > named) what += " and " + std::to_string(columns.size() - named) + " more";
    auto const where = std::visit(
        core::overload{[](to_file const& f) {
                           bool const is_csv = std::holds_alternative<csv_style>(f.style);
                           return f.file.string() + (is_csv ? " (CSV)" : " (JSON Lines)");
                       },
                       [](to_table const& t) {
                           return "table " + t.table + " of "
                                  + (t.file.empty() ? "a PostgreSQL database" : t.file.string() + " (SQLite)")
                                  + (t.only_changed ? ", what has changed" : "");
                       }},
        to);
    return "export " + (whole_documents ? "whole documents" : what) + " to " + where;
}

std::vector<std::string> settings::fields() const {
    std::vector<std::string> all;
    for (auto const& c : columns)
        if (!is_document(c)) all.push_back(c.path.text());
    return all;
}

std::vector<std::string> settings::fields_in_lists() const {
    std::vector<std::string> all;
    for (auto const& c : columns) {
        if (is_document(c)) continue;
        auto const& list = c.path.text();
        if (!c.of) {
            all.push_back(list);
            continue;
        }
        all.push_back(list + "." + c.of->text());
        for (auto const& each : c.only.fields()) all.push_back(list + "." + each);
    }
    return all;
}

bool settings::reads_everything() const {
    return std::any_of(columns.begin(), columns.end(), is_document);
}

std::vector<std::string> settings::column_names() const {
    std::vector<std::string> names;
    if (whole_documents) return names;
    for (auto const& c : columns) names.push_back(c.name);
    return names;
}

} // namespace muster::sink
