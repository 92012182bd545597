#include "provider/memberstack_tables/settings.hpp"

#include <algorithm>
#include <string_view>

namespace muster::provider::memberstack_tables {

namespace json = boost::json;

namespace {

/// Whether it is one name, as it can stand between two slashes of a path.
bool is_name(std::string_view text) {
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
               || c == '-';
    };
    return std::all_of(text.begin(), text.end(), fits);
}

/// The key of a field.
std::string read_field(core::node const& block, std::string_view key) {
    auto const place = block.get(key);
    auto const text = place ? place->non_empty_string() : std::nullopt;
    if (!text) return {};
    if (text->find('.') == text->npos) return *text;
    place->fail(R"(must be the key of a field of the table, e.g. "sku", without "data." or any other dot)");
    return {};
}

json::object text(std::string_view description) {
    return {{"type", "string"}, {"minLength", 1}, {"description", description}};
}

} // namespace

std::string settings::known_by() const {
    auto const& field = unique.empty() ? reference : unique;
    return field.empty() ? std::string() : "data." + field;
}

std::optional<settings> read_settings(core::node const& n) {
    settings s;
    s.unique = read_field(n, "unique");
    s.reference = read_field(n, "reference");
    if (!s.unique.empty() && n.get("reference"))
        n.fail_key("reference", R"(says nothing beside "unique", by which records are known already)");
    auto const place = n.require("table");
    auto const name = place ? place->non_empty_string() : std::nullopt;
    if (!name) return std::nullopt;
    if (!is_name(*name)) {
        place->fail(R"(must be the key or the id of a table, e.g. "products": letters, digits, "_" and "-")");
        return std::nullopt;
    }
    s.table = *name;
    return s;
}

json::object schema_of_settings() {
    json::object all;
    all["table"] = text("The key or the id of the table (memberstack-tables).");
    all["unique"] = text("The key of a field of which no two records of the table have the same value (type "
                         "TEXT_UNIQUE): by it records are known and found (memberstack-tables).");
    all["reference"] = text("The field by which records that are made are known.");
    return all;
}

} // namespace muster::provider::memberstack_tables
