#include "spec/export_block.hpp"

#include "core/printable.hpp"
#include "filter/fields.hpp"
#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace muster::spec {

namespace json = boost::json;

namespace {

constexpr std::string_view example = R"({"to": {"csv": "members.csv"}, "columns": {"email": "auth.email"}})";
constexpr std::string_view columns_example = R"({"email": "auth.email"})";

/// What stands around a block when its columns are read.
struct around {
    core::shape const* document;
    std::optional<core::wall_time> now;
};

std::optional<core::path> read_path(core::node const& n, core::shape const* holds, bool in_element = false) {
    auto const text = n.non_empty_string();
    if (!text) return std::nullopt;
    if (text->front() == '.' || text->back() == '.' || text->find("..") != text->npos) {
        n.fail("must be the dotted path of a field, e.g. \"customFields.country\"");
        return std::nullopt;
    }
    if (holds != nullptr) {
        auto const found = filter::find_field(*holds, "", *text, {holds, in_element, false});
        if (found.objection) n.warn(*found.objection);
    }
    return core::path(*text);
}

/// What the elements of the list at a path hold; nullptr where that is not known.
core::shape const* elements_at(core::path const& list, core::shape const* document) {
    if (document == nullptr) return nullptr;
    auto const found = filter::find_field(*document, "", list.text(), {document, false, false});
    return found.shape->what == core::shape::form::list ? &found.shape->each() : nullptr;
}

void read_form(core::node const& n, sink::column& c) {
    auto const place = n.get("type");
    auto const word = place ? place->string() : std::nullopt;
    if (!word) return;
    c.form = core::parse_cell_form(*word);
    if (!c.form) place->fail(R"(must be "text", "number", "boolean", "date" or "json")");
}

void read_elements(core::node const& n, around const& known, sink::column& c) {
    n.allow_keys({"each", "where", "of", "join"});
    c.what = sink::column::content::elements;
    auto const list = read_path(*n.get("each"), known.document);
    if (list) c.path = *list;
    auto const* const holds = list ? elements_at(*list, known.document) : nullptr;
    if (auto const where = n.get("where")) c.only = filter::read(*where, {holds, known.now});
    if (auto const of = n.get("of")) c.of = read_path(*of, holds, true);
    if (auto const join = n.get("join")) c.joined_by = join->string();
}

sink::column read_column(core::node const& n, std::string name, around const& known) {
    sink::column c;
    c.name = std::move(name);
    if (n.value().is_string()) {
        if (auto path = read_path(n, known.document)) c.path = std::move(*path);
        return c;
    }
    if (!n.is_object(R"({"path": "customFields.points", "type": "number"})")) return c;
    if (n.get("each")) {
        read_elements(n, known, c);
    } else if (auto const whole = n.get("document")) {
        n.allow_keys({"document"});
        c.what = sink::column::content::document;
        if (whole->boolean() == false) whole->fail("must be true, or not be there");
    } else {
        n.allow_keys({"path", "type", "each", "document"});
        if (auto const place = n.require("path"))
            if (auto path = read_path(*place, known.document)) c.path = std::move(*path);
        read_form(n, c);
    }
    return c;
}

std::vector<sink::column> read_columns(core::node const& n, around const& known) {
    std::vector<sink::column> all;
    if (!n.is_object(columns_example)) return all;
    for (auto const& each : n.value().get_object()) {
        std::string name(each.key());
        if (name.empty()) n.fail_key("", "must not be empty: it is the name of a column");
        auto const place = n.get(name);
        all.push_back(read_column(*place, std::move(name), known));
    }
    if (all.empty()) n.fail("must name at least one column, e.g. " + std::string(columns_example));
    return all;
}

std::optional<char> read_delimiter(core::node const& n) {
    auto const text = n.string();
    if (!text) return std::nullopt;
    bool const one = text->size() == 1 && ((*text)[0] == '\t' || ((*text)[0] >= ' ' && (*text)[0] <= '~'));
    if (one && *text != "\"") return text->front();
    n.fail(R"(must be one character of ASCII other than the quote, e.g. ";" or "\t")");
    return std::nullopt;
}

void read_target(core::node const& n, sink::settings& s) {
    if (!n.is_object(R"({"csv": "members.csv"})")) return;
    auto const csv = n.get("csv");
    auto const jsonl = n.get("jsonl");
    if (csv.has_value() == jsonl.has_value()) return n.fail(R"(must hold either "csv" or "jsonl")");
    auto const file = (csv ? *csv : *jsonl).non_empty_string();
    if (file) s.to.file = *file;
    s.to.packed = sink::packing_of(s.to.file.string());
    if (s.to.file.filename().empty() && file)
        (csv ? *csv : *jsonl).fail("must be the name of a file, not of a directory");
    if (!csv) {
        n.allow_keys({"jsonl"});
        s.to.style = sink::jsonl_style{};
        return;
    }
    n.allow_keys({"csv", "delimiter", "bom"});
    sink::csv_style style;
    if (auto const delimiter = n.get("delimiter"))
        style.delimiter = read_delimiter(*delimiter).value_or(style.delimiter);
    if (auto const bom = n.get("bom")) style.bom = bom->boolean().value_or(false);
    s.to.style = style;
}

json::object described(json::object schema, std::string_view description) {
    schema["description"] = description;
    return schema;
}

json::object path_schema(std::string_view description) {
    auto schema = text(description);
    schema["minLength"] = 1;
    return schema;
}

json::object column_schema() {
    json::object types{{"enum", json::array{"text", "number", "boolean", "date", "json"}}};
    json::object field;
    field["path"] = path_schema("The field, a dotted path.");
    field["type"] = described(std::move(types), "What the value is made; a member whose value does not fit "
                                                "comes out failed. It stays what it is if not given.");
    json::object elements;
    elements["each"] = path_schema("A list in the member's document.");
    elements["where"] = json::object{{"$ref", "#/$defs/where"}};
    elements["of"] = path_schema("The field of an element that stands for it; the whole of it if not given.");
    elements["join"] = text("What stands between them in one text; a list if not given.");
    json::object whole;
    whole["document"] = json::object{{"const", true}};
    json::object schema;
    schema["anyOf"] = json::array{path_schema("The field that stands in the column, a dotted path."),
                                  block("A field.", std::move(field), {"path"}),
                                  block("Elements of a list.", std::move(elements), {"each"}),
                                  block("The whole document.", std::move(whole), {"document"})};
    return schema;
}

} // namespace

void read_export(core::node const& n, core::shape const* document, std::optional<core::wall_time> now,
                 spec& result) {
    if (!n.is_object(example)) return;
    n.allow_keys({"to", "columns"});
    auto& s = result.sink.emplace();
    if (auto const to = n.require("to")) read_target(*to, s);
    if (auto const columns = n.get("columns")) {
        s.columns = read_columns(*columns, {document, now});
    } else if (std::holds_alternative<sink::jsonl_style>(s.to.style)) {
        s.whole_documents = true;
        s.columns.emplace_back().what = sink::column::content::document;
    } else {
        n.fail(R"(must say what is exported: "columns": )" + std::string(columns_example));
    }
}

void check_export(core::node const& root) {
    for (auto const* const key : {"operation", "canary", "limit", "expect"})
        if (root.get(key))
            root.fail_key(key, "is for a job that changes members, and \"export\" changes none");
    auto const source = root.get("source");
    if (!source) return;
    for (auto const* const key : {"members", "csv", "jsonl"})
        if (source->get(key))
            source->fail_key(key, "cannot be exported: \"export\" reads the platform's list");
}

json::object export_schema() {
    json::object to;
    to["csv"] =
        path_schema("A file of CSV. It appears under its name when it is whole. A relative path is one "
                    "from the working directory; a name that ends in .gz or .zst is packed.");
    to["jsonl"] = path_schema("The same, of JSON Lines.");
    json::object delimiter = text("What stands between two cells of CSV.");
    delimiter["minLength"] = 1;
    delimiter["maxLength"] = 1;
    delimiter["default"] = ",";
    to["delimiter"] = std::move(delimiter);
    to["bom"] =
        json::object{{"type", "boolean"},
                     {"default", false},
                     {"description", "Whether CSV begins with a byte order mark, which Excel asks for."}};
    auto target = block("Where to: one of these.", std::move(to));
    target["anyOf"] = json::array{json::object{{"required", json::array{"csv"}}},
                                  json::object{{"required", json::array{"jsonl"}}}};
    json::object columns{{"type", "object"},
                         {"minProperties", 1},
                         {"description",
                          "The columns, in their order: what stands in each. JSON Lines of whole "
                          "documents if not given."}};
    columns["additionalProperties"] = column_schema();
    json::object properties;
    properties["to"] = std::move(target);
    properties["columns"] = std::move(columns);
    return block("What of each matching member is written, and where to; instead of an operation.",
                 std::move(properties), {"to"});
}

} // namespace muster::spec
