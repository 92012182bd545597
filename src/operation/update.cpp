#include "core/printable.hpp"
#include "operation/builtin.hpp"
#include "operation/constant.hpp"
#include "operation/value_template.hpp"

#include <utility>

namespace muster::operation {
namespace {

namespace json = boost::json;

/// One top-level field that is to be set.
struct new_value {
    std::string name;
    value_template value;
};

/// What the fields of an update come to, before any member is seen.
struct plan {
    std::vector<new_value> new_values;
    bool merge_json = false;
    std::vector<std::string> written; ///< the dotted paths that it sets

    [[nodiscard]] bool constant() const {
        for (auto const& a : new_values) {
            if (!a.value.constant()) return false;
        }
        return true;
    }
    [[nodiscard]] std::vector<std::string> fields() const {
        auto all = written;
        for (auto const& a : new_values) a.value.add_fields(all);
        return all;
    }
    [[nodiscard]] std::string describe() const {
        std::string text = "set";
        for (auto const& path : written) text += (text == "set" ? " " : ", ") + core::printable(path);
        return text;
    }
};

/// Enough to catch the wrong field; whether the address exists is the platform's to say.
bool is_address(std::string_view email) {
    auto const at = email.find('@');
    bool const both_sides = at != email.npos && at > 0 && at + 1 < email.size();
    return both_sides && email.find_first_of(" \t\r\n") == email.npos;
}

/// The change for one member, or why there is none.
decision fill(plan const& p, json::object const& document) {
    core::update_fields change;
    change.merge_json = p.merge_json;
    for (auto const& a : p.new_values) {
        auto value = a.value.fill(document);
        if (auto* const why = std::get_if<impossible>(&value)) return std::move(*why);
        auto& filled = std::get<json::value>(value);
        bool const good = a.name != "email" || (filled.is_string() && is_address(filled.get_string()));
        if (!good) {
            return impossible{"bad-email",
                              "what the spec would set as the member's email is no e-mail address"};
        }
        change.set[a.name] = std::move(filled);
    }
    return core::change(std::move(change));
}

/// An update whose values depend on the member.
class update final : public operation {
public:
    explicit update(plan p) : plan_(std::move(p)) {}
    [[nodiscard]] decision decide(core::member const& m) const override { return fill(plan_, *m.document); }
    [[nodiscard]] std::vector<std::string> fields() const override { return plan_.fields(); }
    [[nodiscard]] std::string describe() const override { return plan_.describe(); }

private:
    plan plan_;
};

/// `customFields` and `metaData`: the platform merges what is given into what is there.
void read_merged_object(core::node const& n, std::string const& name, plan& p) {
    if (!n.is_object(R"({"country": "Sweden"})")) return;
    if (n.value().get_object().empty()) n.fail("must name at least one field to set");
    for (auto const& entry : n.value().get_object())
        p.written.push_back(name + '.' + std::string(entry.key()));
    p.new_values.push_back({name, value_template::read(n)});
}

void read_text(core::node const& n, std::string const& name, plan& p) {
    p.written.push_back(name);
    p.new_values.push_back({name, value_template::read_text(n)});
    auto const& value = p.new_values.back().value;
    bool const given = name == "email" && n.value().is_string() && value.constant();
    if (given && !is_address(n.value().get_string())) n.fail("must be an e-mail address or a template");
}

/// `merge` or `replace`: true, or absent.
bool read_choice(core::node const& n, std::string_view key, std::string_view other) {
    auto const place = n.get(key);
    if (!place) return false;
    auto const chosen = place->boolean();
    if (chosen == false)
        place->fail("must be true or left out; write \"" + std::string(other) + "\": true instead");
    return true;
}

void read_json(core::node const& n, plan& p) {
    auto const place = n.get("json");
    bool const merge = read_choice(n, "merge", "replace");
    bool const replace = read_choice(n, "replace", "merge");
    if (!place) {
        for (auto const* const key : {"merge", "replace"}) {
            if (n.get(key)) n.fail_key(key, "says what to do with \"json\", which is missing");
        }
        return;
    }
    if (merge == replace) {
        place->fail(
            "needs a word on what is there already: beside it write \"merge\": true (keep the other keys) or "
            "\"replace\": true (throw them away), one of the two");
    }
    if (!place->is_object(R"({"score": 7})")) return;
    auto const& keys = place->value().get_object();
    if (merge && keys.empty()) place->fail("must name at least one key to merge");
    p.merge_json = merge;
    if (!merge) p.written.emplace_back("json");
    for (auto const& entry : keys) {
        if (merge) p.written.push_back("json." + std::string(entry.key()));
    }
    p.new_values.push_back({"json", value_template::read(*place)});
}

std::unique_ptr<operation> read_update(core::node const& n) {
    if (!n.is_object(R"({"customFields": {"country": "Sweden"}})")) return nullptr;
    n.allow_keys({"customFields", "metaData", "json", "merge", "replace", "loginRedirect", "email",
                  "verified", "profileImage"});
    plan p;
    for (auto const* const name : {"customFields", "metaData"}) {
        if (auto const place = n.get(name)) read_merged_object(*place, name, p);
    }
    read_json(n, p);
    for (auto const* const name : {"loginRedirect", "email", "profileImage"}) {
        if (auto const place = n.get(name)) read_text(*place, name, p);
    }
    if (auto const place = n.get("verified")) {
        static_cast<void>(place->boolean());
        p.written.emplace_back("verified");
        p.new_values.push_back({"verified", value_template::read(*place)});
    }
    if (n.value().get_object().empty()) n.fail("must name at least one field to set");
    if (!p.constant()) return std::make_unique<update>(std::move(p));
    auto same_for_all = fill(p, {});
    auto* const change = std::get_if<core::change>(&same_for_all);
    if (!change) return nullptr; // noted above
    return std::make_unique<constant>(std::move(*change), p.fields(), p.describe());
}

json::object fields_schema(std::string_view description) {
    return {{"type", "object"}, {"minProperties", 1}, {"description", description}};
}

json::object text_schema(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

} // namespace

kind update_kind() {
    json::object schema{
        {"type", "object"},
        {"properties",
         {{"customFields", fields_schema("Custom fields to set; the member's others stay.")},
          {"metaData", fields_schema("Keys of the metadata to set; the member's others stay.")},
          {"json",
           {{"type", "object"},
            {"description", "The member's json; needs \"merge\": true or \"replace\": true."}}},
          {"merge", {{"const", true}, {"description", "Set the given keys of json and keep the others."}}},
          {"replace", {{"const", true}, {"description", "Throw away what json held."}}},
          {"loginRedirect", text_schema("Where the member lands after logging in.")},
          {"email", text_schema("The member's e-mail address.")},
          {"verified",
           {{"anyOf", json::array{{{"type", "boolean"}}, {{"$ref", "#/$defs/parameter"}}}},
            {"description", "Whether the e-mail address counts as verified."}}},
          {"profileImage", text_schema("The URL of the member's picture.")}}},
        {"minProperties", 1},
        {"dependentRequired", {{"merge", json::array{"json"}}, {"replace", json::array{"json"}}}},
        {"if", {{"required", json::array{"json"}}}},
        {"then",
         {{"oneOf",
           json::array{{{"required", json::array{"merge"}}}, {{"required", json::array{"replace"}}}}}}},
        {"additionalProperties", false}};
    return {
        "update",
        "Set fields of the member. Strings may be templates: {{auth.email}}, {{customFields.name|friend}}.",
        std::move(schema), read_update};
}

} // namespace muster::operation
