#include "sandbox/memberstack_tables/fields.hpp"

#include "core/read_json.hpp"
#include "core/time.hpp"

#include <algorithm>

namespace muster::sandbox::memberstack_tables {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_filterable = 255; // as documented

field const* find_field(std::string_view key) {
    auto const& all = table_fields();
    auto const at = std::find_if(all.begin(), all.end(), [&](field const& f) { return f.key == key; });
    return at == all.end() ? nullptr : &*at;
}

bool is_list_of_texts(json::value const& v) {
    auto const* const list = v.if_array();
    return list != nullptr
           && std::all_of(list->begin(), list->end(), [](json::value const& e) { return e.is_string(); });
}

/// What a value of that type must be, to stand behind "must be"; empty where it is one.
std::string_view missed(std::string_view type, json::value const& v) {
    auto const* const text = v.if_string();
    if (type == "NUMBER") return v.is_int64() || v.is_uint64() ? "" : "a whole number";
    if (type == "DECIMAL") return v.is_number() ? "" : "a number";
    if (type == "BOOLEAN") return v.is_bool() ? "" : "true or false";
    if (type == "REFERENCE_MANY") return is_list_of_texts(v) ? "" : "a list of ids";
    if (text == nullptr) return "a text";
    if (type == "DATE") return core::parse_iso8601(*text) ? "" : "an ISO 8601 date";
    if (type == "EMAIL") return text->find('@') != text->npos ? "" : "an e-mail address";
    if (type == "URL") return text->starts_with("http") ? "" : "a URL";
    bool const bounded = type == "TEXT_FILTERABLE" || type == "TEXT_UNIQUE";
    return bounded && text->size() > longest_filterable ? "255 characters at most" : "";
}

} // namespace

std::vector<field> const& table_fields() {
    static std::vector<field> const all{{unique_field, "TEXT_UNIQUE", true},
                                        {"name", "TEXT", true},
                                        {"description", "TEXT"},
                                        {"status", "TEXT_FILTERABLE", false, R"("active")"},
                                        {"price", "DECIMAL"},
                                        {"stock", "NUMBER", false, "0"},
                                        {"inStock", "BOOLEAN", false, "true"},
                                        {"releasedAt", "DATE"},
                                        {"contact", "EMAIL"},
                                        {"homepage", "URL"},
                                        {"successor", "REFERENCE"},
                                        {"related", "REFERENCE_MANY"},
                                        {"owner", "MEMBER_REFERENCE"}};
    return all;
}

json::array describe_fields() {
    json::array all;
    for (auto const& each : table_fields()) {
        json::object shown{{"id", "fld_sb_" + std::string(each.key)}, {"key", each.key}, {"name", each.key}};
        shown["type"] = each.type;
        shown["required"] = each.required;
        shown["defaultValue"] = each.fallback.empty() ? json::value(nullptr) : core::read_json(each.fallback);
        shown["tableOrder"] = all.size();
        all.push_back(std::move(shown));
    }
    return all;
}

std::optional<std::string> objection_to(json::object const& data, bool whole) {
    for (auto const& entry : data) {
        std::string const key(entry.key());
        auto const* const known = find_field(key);
        if (known == nullptr) return "Unknown field: " + key;
        if (entry.value().is_null()) {
            if (known->required) return key + " is required";
            continue;
        }
        auto const wrong = missed(known->type, entry.value());
        if (!wrong.empty()) return key + " must be " + std::string(wrong);
    }
    for (auto const& each : table_fields())
        if (whole && each.required && !data.contains(each.key)) return std::string(each.key) + " is required";
    return std::nullopt;
}

void set_fields(json::object& data, json::object const& values) {
    for (auto const& entry : values) {
        auto& slot = data[entry.key()];
        slot = entry.value();
        auto const* const text = slot.if_string();
        auto const* const known = find_field(entry.key());
        if (text != nullptr && known != nullptr && known->type == "DATE")
            slot = core::to_iso8601(core::parse_iso8601(*text).value());
    }
}

json::object new_data() {
    json::object data;
    for (auto const& each : table_fields())
        if (!each.fallback.empty()) data[each.key] = core::read_json(each.fallback);
    return data;
}

} // namespace muster::sandbox::memberstack_tables
