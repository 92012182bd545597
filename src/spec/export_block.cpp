#include "spec/export_block.hpp"

#include "core/obstacle.hpp"
#include "sink/table_layout.hpp"
#include "spec/export_columns.hpp"
#include "spec/export_target.hpp"
#include "spec/keys.hpp"
#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

namespace muster::spec {

namespace json = boost::json;

namespace {

constexpr std::string_view export_example =
    R"({"to": {"csv": "members.csv"}, "columns": {"email": "auth.email"}})";

bool is_whole_documents(sink::settings const& s) {
    auto const* const file = std::get_if<sink::to_file>(&s.to);
    return file != nullptr && std::holds_alternative<sink::jsonl_style>(file->style);
}

/// How a table is kept like the platform.
void read_keeping(core::node const& n, sink::to_table& to) {
    if (auto const mode = n.get("mode")) {
        auto const word = mode->string();
        if (word && *word != "full" && *word != "changed") mode->fail(R"(must be "full" or "changed")");
        to.only_changed = word == "changed";
    }
    if (auto const every = n.get(keys::full_every.name)) {
        to.full_every = keys::read(n, keys::full_every);
        if (!to.only_changed)
            n.fail_key(keys::full_every.name,
                       R"(goes with "mode": "changed": a full export writes every row)");
    }
    to.max_removals = keys::read(n, keys::max_removals).value_or(to.max_removals);
    to.migrate = keys::read(n, keys::migrate);
}

/// Columns of a table are of one type each.
void settle_forms(core::node const& columns, std::vector<sink::column>& all) {
    using content = sink::column::content;
    for (auto& c : all) {
        bool const structured = c.what == content::document || (c.what == content::elements && !c.joined_by);
        if (!c.form) c.form = structured ? core::cell_form::json : core::cell_form::text;
        bool const is_id = c.what == content::field && c.path.text() == "id";
        if (c.name == "id" && !is_id)
            columns.fail_key("id", "is the column of the member's id, by which a table knows its rows");
    }
}

/// Names that the database cannot have, or that are muster's own.
void check_names(core::node const& n, sink::settings const& s, sink::to_table const& to) {
    if (to.table.empty()) return;
    sink::table_settings table;
    table.table = to.table;
    for (auto const& c : s.columns) table.columns.push_back({c.name, c.form.value_or(core::cell_form::text)});
    try {
        sink::table_layout const layout(table,
                                        to.file.empty() ? sink::dialect::postgres : sink::dialect::sqlite);
    } catch (core::obstacle const& e) {
        n.fail(std::string("cannot be kept so: ") + e.what());
    }
}

} // namespace

void read_export(core::node const& n, core::shape const* document, std::optional<core::wall_time> now,
                 spec& result) {
    if (!n.is_object(export_example)) return;
    n.allow_keys(
        {"to", "columns", "mode", keys::full_every.name, keys::max_removals.name, keys::migrate.name});
    auto& s = result.sink.emplace();
    if (auto const to = n.require("to")) read_target(*to, result);
    auto* const table = std::get_if<sink::to_table>(&s.to);
    if (table != nullptr) {
        read_keeping(n, *table);
    } else {
        for (auto const key :
             {std::string_view("mode"), keys::full_every.name, keys::max_removals.name, keys::migrate.name})
            if (n.get(key)) n.fail_key(key, "is for tables: a file is always written whole");
    }
    if (auto const columns = n.get("columns")) {
        s.columns = read_columns(*columns, document, now);
        if (table != nullptr) {
            settle_forms(*columns, s.columns);
            check_names(n, s, *table);
        }
    } else if (is_whole_documents(s)) {
        s.whole_documents = true;
        s.columns.emplace_back().what = sink::column::content::document;
    } else {
        n.fail(R"(must say what is exported: "columns": {"email": "auth.email"})");
    }
}

void check_export(core::node const& root) {
    for (auto const* const key : {"operation", "canary", "rollout", "verify", "limit", "expect"})
        if (root.get(key))
            root.fail_key(key, "is for a job that changes members, and \"export\" changes none");
    auto const source = root.get("source");
    if (!source) return;
    for (auto const* const key : {"members", "csv", "jsonl"})
        if (source->get(key))
            source->fail_key(key, "cannot be exported: \"export\" reads the platform's list");
}

json::object export_schema(json::object const& secret) {
    json::object mode{{"enum", json::array{"full", "changed"}}, {"default", "full"}};
    mode["description"] =
        "Of a table. changed: rows that stand there just so are not written again, and what became "
        "of the others is noted in a table beside it, TABLE_changes.";
    json::object properties;
    properties["to"] = target_schema(secret);
    properties["columns"] = columns_schema();
    properties["mode"] = std::move(mode);
    keys::add_to(properties, keys::full_every);
    keys::add_to(properties, keys::max_removals);
    keys::add_to(properties, keys::migrate);
    return block("What of each matching member is written, and where to; instead of an operation.",
                 std::move(properties), {"to"});
}

} // namespace muster::spec
