#include "source/rows_settings.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "source/delimiter.hpp"
#include "source/remark.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <set>

namespace muster::source {
namespace {

namespace json = boost::json;

constexpr std::string_view csv_example = R"({"file": "members.csv", "key": "email"})";
constexpr std::string_view jsonl_example = R"({"file": "members.jsonl", "key": "email"})";

std::vector<std::string> read_columns(core::node const& n) {
    if (!n.value().is_array() || n.value().get_array().empty()) {
        n.fail(R"(must be a list of names, e.g. ["email", "points"])");
        return {};
    }
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        auto const place = n.at(i);
        auto name = place.string(); // may be empty: a column that nothing asks for
        if (!name) continue;
        if (!name->empty() && !seen.insert(*name).second)
            place.fail("two columns are called " + core::quoted(*name));
        names.push_back(std::move(*name));
    }
    return names;
}

rows_settings::way read_match(core::node const& n) {
    auto const text = n.string();
    if (text == "lookUp") return rows_settings::way::look_up;
    if (text == "walk") return rows_settings::way::walk;
    if (text)
        n.fail(
            R"(must be "lookUp" (each row's member is asked for) or "walk" (the list is read whole); without )"
            R"(it, whichever takes fewer requests)");
    return rows_settings::way::cheaper;
}

} // namespace

std::string required_text(core::node const& n, std::string_view key) {
    auto const place = n.require(key);
    if (!place) return {};
    return place->non_empty_string().value_or("");
}

void read_row_key(core::node const& n, rows_settings& s) {
    s.key = required_text(n, "key");
    refuse_remark_as_key(n, "key", s.key);
    if (auto const by = n.get("by")) s.by = by->non_empty_string().value_or("");
    if (auto const match = n.get("match")) s.match = read_match(*match);
}

void refuse_remark_as_key(core::node const& n, std::string_view key, std::string_view column) {
    if (is_remark(column))
        n.fail_key(key, "begins with " + std::string(remark_prefix)
                            + ": such columns tell what became of rows, and are passed over");
}

void read_csv_settings(core::node const& n, csv_settings& s, std::string const& key) {
    if (auto const delimiter = n.get("delimiter")) s.delimiter = read_delimiter(*delimiter);
    if (auto const header = n.get("header")) s.header = header->boolean();
    auto const columns = n.get("columns");
    if (!columns) {
        if (s.header == false) n.fail_key("header", R"(is false, so "columns" must name the columns)");
        return;
    }
    s.columns = read_columns(*columns);
    bool const known = std::find(s.columns.begin(), s.columns.end(), key) != s.columns.end();
    if (!s.columns.empty() && !key.empty() && !known)
        columns->fail("must hold the key, " + core::quoted(key));
}

namespace {

json::object described(std::string_view type, std::string_view description) {
    return {{"type", type}, {"description", description}};
}

json::object rows_schema(json::object more, std::string_view key) {
    json::object properties;
    auto file =
        described("string", "The file; it may be packed by gzip; - is standard input. A relative path is "
                            "one from the working directory.");
    file["minLength"] = 1;
    properties["file"] = std::move(file);
    add_row_key_schemas(properties, key);
    for (auto& each : more) properties[each.key()] = std::move(each.value());
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", json::array{"file", "key"}},
            {"additionalProperties", false}};
}

} // namespace

std::optional<rows_settings> read_rows_settings(core::node const& n) {
    if (!n.is_object(R"({"csv": )" + std::string(csv_example) + "}")) return std::nullopt;
    n.allow_keys({"csv", "jsonl"});
    auto const csv = n.get("csv");
    auto const jsonl = n.get("jsonl");
    if (csv.has_value() == jsonl.has_value()) {
        n.fail(R"(must hold either "csv" or "jsonl")");
        return std::nullopt;
    }
    auto const& place = csv ? *csv : *jsonl;
    if (!place.is_object(csv ? csv_example : jsonl_example)) return std::nullopt;
    rows_settings s;
    s.what = csv ? rows_settings::format::csv : rows_settings::format::jsonl;
    s.file = required_text(place, "file");
    read_row_key(place, s);
    if (csv) {
        place.allow_keys({"file", "key", "by", "match", "delimiter", "columns", "header"});
        read_csv_settings(place, s.csv, s.key);
    } else {
        place.allow_keys({"file", "key", "by", "match"});
    }
    if (s.file.empty() || s.key.empty()) return std::nullopt;
    return s;
}

void add_row_key_schemas(json::object& properties, std::string_view key) {
    auto known_by = described("string", key);
    known_by["minLength"] = 1;
    properties["key"] = std::move(known_by);
    auto by = described(
        "string", "What the key is to the platform: `id`, or what it knows members by, as `email`, `ref` or "
                  "`data.sku`. Not needed where the key is called so.");
    by["minLength"] = 1;
    properties["by"] = std::move(by);
    auto match =
        described("string", "How rows meet the members that they name: each is asked for (`lookUp`), or "
                            "the list is read whole (`walk`). Without it, whichever takes fewer "
                            "requests.");
    match["enum"] = json::array{"lookUp", "walk"};
    properties["match"] = std::move(match);
}

std::string compared_key(rows_settings const& s, std::string_view key) {
    return s.by == "email" ? core::lower_ascii(key) : std::string(key);
}

json::object csv_schema() {
    json::object more;
    auto delimiter =
        described("string", "What stands between two cells; found in the first row if it is not given.");
    delimiter["minLength"] = 1;
    delimiter["maxLength"] = 1;
    more["delimiter"] = std::move(delimiter);
    auto columns =
        described("array", "The names of the columns, in their order, instead of those in the header.");
    columns["items"] = json::object{{"type", "string"}};
    columns["minItems"] = 1;
    more["columns"] = std::move(columns);
    more["header"] =
        described("boolean", "Whether the first row is a header; true unless there are `columns`.");
    return rows_schema(std::move(more), "The column that a row is known by; no two rows have the same.");
}

json::object jsonl_schema() {
    return rows_schema({}, "What a row is known by: a dotted path in its object; no two rows have the same.");
}

} // namespace muster::source
