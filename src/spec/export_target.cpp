#include "spec/export_target.hpp"

#include "source/delimiter.hpp"
#include "spec/provider_block.hpp"
#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>

namespace muster::spec {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 4> targets{"csv", "jsonl", "sqlite", "postgres"};

/// The path under a key; empty, and noted, where it is none.
std::filesystem::path read_file_name(core::node const& n) {
    std::filesystem::path const file = n.non_empty_string().value_or("");
    if (!file.empty() && file.filename().empty()) n.fail("must be the name of a file, not of a directory");
    return file;
}

void read_csv_style(core::node const& n, sink::csv_style& style) {
    if (auto const bom = n.get("bom")) style.bom = bom->boolean().value_or(false);
    if (auto const guard = n.get("guardFormulas")) style.guard_formulas = guard->boolean().value_or(false);
    if (auto const delimiter = n.get("delimiter"))
        style.delimiter = source::read_delimiter(*delimiter).value_or(style.delimiter);
}

sink::to_file read_file(core::node const& n, bool is_csv) {
    sink::to_file to;
    auto const file = n.get(is_csv ? "csv" : "jsonl");
    to.file = read_file_name(*file);
    if (to.file == "-")
        file->fail("must be a file: an export goes on where it was killed, which standard output cannot. "
                   "Name one, and print that when the job is complete");
    to.packed = sink::packing_of(to.file.string());
    if (auto const partial = n.get("partial")) to.partial = partial->boolean().value_or(false);
    if (is_csv) {
        n.allow_keys({"csv", "delimiter", "bom", "guardFormulas", "partial"});
        read_csv_style(n, to.style.emplace<sink::csv_style>());
    } else {
        n.allow_keys({"jsonl", "partial"});
        to.style.emplace<sink::jsonl_style>();
    }
    return to;
}

sink::to_table read_table(core::node const& n, spec& result) {
    n.allow_keys({"sqlite", "postgres", "table"});
    sink::to_table to;
    if (auto const table = n.require("table")) to.table = table->non_empty_string().value_or("");
    if (auto const file = n.get("sqlite")) {
        to.file = read_file_name(*file);
        return to;
    }
    auto const address = n.get("postgres");
    if (address->value().is_string())
        address->fail(R"(must not be the address itself, as it may hold a password; write {"env": "NAME"})");
    else
        result.sink_address = read_key(*address);
    return to;
}

} // namespace

void read_target(core::node const& n, spec& result) {
    if (!n.is_object(R"({"csv": "members.csv"})")) return;
    auto const given = [&](std::string_view key) { return n.get(key).has_value(); };
    if (std::count_if(targets.begin(), targets.end(), given) != 1)
        return n.fail(R"(must hold one of "csv", "jsonl", "sqlite" and "postgres")");
    if (given("csv") || given("jsonl"))
        result.sink->to = read_file(n, given("csv"));
    else
        result.sink->to = read_table(n, result);
}

json::object target_schema(json::object const& secret) {
    auto const named = [](std::string_view description) {
        auto schema = text(description);
        schema["minLength"] = 1;
        return schema;
    };
    json::object properties;
    properties["csv"] =
        named("A file of CSV. It appears under its name when it is whole. A relative path is one "
              "from the working directory; a name that ends in .gz or .zst is packed.");
    properties["jsonl"] = named("The same, of JSON Lines.");
    json::object delimiter = text("What stands between two cells of CSV.");
    delimiter["minLength"] = 1;
    delimiter["maxLength"] = 1;
    delimiter["default"] = ",";
    properties["delimiter"] = std::move(delimiter);
    json::object bom{{"type", "boolean"}, {"default", false}};
    bom["description"] = "Whether CSV begins with a byte order mark, which Excel asks for.";
    properties["bom"] = std::move(bom);
    json::object guard{{"type", "boolean"}, {"default", false}};
    guard["description"] =
        "Whether an apostrophe stands before texts of CSV that a spreadsheet would take for a "
        "formula: those that begin with =, +, -, @, a tab or an apostrophe.";
    properties["guardFormulas"] = std::move(guard);
    json::object partial{{"type", "boolean"}, {"default", false}};
    partial["description"] =
        "Whether the file has its name while it grows, in place of an older one from the "
        "beginning on. Otherwise it appears when it is whole.";
    properties["partial"] = std::move(partial);
    properties["sqlite"] = named("A SQLite database, made if it is missing.");
    auto address = secret;
    address["description"] =
        "Where the address of a PostgreSQL database is kept, postgresql://user:password@host/"
        "name; it is a secret.";
    properties["postgres"] = std::move(address);
    properties["table"] = named("The table of the database, made if it is missing; with a schema before it, "
                                "\"crm.members\", at PostgreSQL.");
    auto schema = block("Where to: one of these.", std::move(properties));
    json::array either;
    for (auto const& each : targets) either.push_back(json::object{{"required", json::array{each}}});
    schema["oneOf"] = std::move(either);
    return schema;
}

} // namespace muster::spec
