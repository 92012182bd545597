#include "spec/export_columns.hpp"

#include "filter/fields.hpp"
#include "filter/filter.hpp"
#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

namespace muster::spec {

namespace json = boost::json;

namespace {

constexpr std::string_view example_of_columns = R"({"email": "auth.email"})";

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

json::object column_path_schema(std::string_view description) {
    auto schema = text(description);
    schema["minLength"] = 1;
    return schema;
}

json::object with_description(json::object schema, std::string_view description) {
    schema["description"] = description;
    return schema;
}

json::object column_schema() {
    json::object types{{"enum", json::array{"text", "number", "boolean", "date", "json"}}};
    json::object field;
    field["path"] = column_path_schema("The field, a dotted path.");
    field["type"] =
        with_description(std::move(types), "What the value is made; a member whose value does not fit "
                                           "comes out failed. It stays what it is if not given.");
    json::object elements;
    elements["each"] = column_path_schema("A list in the member's document.");
    elements["where"] = json::object{{"$ref", "#/$defs/where"}};
    elements["of"] =
        column_path_schema("The field of an element that stands for it; the whole of it if not given.");
    elements["join"] = text("What stands between them in one text; a list if not given.");
    json::object whole;
    whole["document"] = json::object{{"const", true}};
    json::object schema;
    schema["anyOf"] = json::array{column_path_schema("The field that stands in the column, a dotted path."),
                                  block("A field.", std::move(field), {"path"}),
                                  block("Elements of a list.", std::move(elements), {"each"}),
                                  block("The whole document.", std::move(whole), {"document"})};
    return schema;
}

} // namespace

std::vector<sink::column> read_columns(core::node const& n, core::shape const* document,
                                       std::optional<core::wall_time> now) {
    std::vector<sink::column> all;
    if (!n.is_object(example_of_columns)) return all;
    for (auto const& each : n.value().get_object()) {
        std::string name(each.key());
        if (name.empty()) n.fail_key("", "must not be empty: it is the name of a column");
        auto const place = n.get(name);
        all.push_back(read_column(*place, std::move(name), {document, now}));
    }
    if (all.empty()) n.fail("must name at least one column, e.g. " + std::string(example_of_columns));
    return all;
}

json::object columns_schema() {
    json::object columns{{"type", "object"},
                         {"minProperties", 1},
                         {"description",
                          "The columns, in their order: what stands in each. JSON Lines of whole "
                          "documents if not given."}};
    columns["additionalProperties"] = column_schema();
    return columns;
}

} // namespace muster::spec
