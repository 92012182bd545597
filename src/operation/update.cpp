#include "core/printable.hpp"
#include "operation/builtin.hpp"
#include "operation/constant.hpp"
#include "operation/value_template.hpp"

#include <algorithm>
#include <utility>

namespace muster::operation {
namespace {

namespace json = boost::json;
using form = core::vocabulary::field::form;

/// One top-level field that is to be set.
struct new_value {
    std::string name;
    value_template value;
    bool is_email = false;
};

/// What the fields of an update come to, before any member is seen.
struct plan {
    std::vector<new_value> new_values;
    bool merge = false;
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
    change.merge = p.merge;
    for (auto const& a : p.new_values) {
        auto value = a.value.fill(document);
        if (auto* const why = std::get_if<impossible>(&value)) return std::move(*why);
        auto& filled = std::get<json::value>(value);
        bool const good = !a.is_email || (filled.is_string() && is_address(filled.get_string()));
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

/// An object into which the platform merges what is given.
void read_merged(core::node const& n, std::string const& name, plan& p) {
    if (!n.is_object(R"({"country": "Sweden"})")) return;
    if (n.value().get_object().empty()) n.fail("must name at least one field to set");
    for (auto const& entry : n.value().get_object())
        p.written.push_back(name + '.' + std::string(entry.key()));
    p.new_values.push_back({name, value_template::read(n)});
}

void read_text(core::node const& n, std::string const& name, plan& p, bool is_email) {
    p.written.push_back(name);
    p.new_values.push_back({name, value_template::read_text(n), is_email});
    auto const& value = p.new_values.back().value;
    bool const given = is_email && n.value().is_string() && value.constant();
    if (given && !is_address(n.value().get_string())) n.fail("must be an e-mail address or a template");
}

void read_flag(core::node const& n, std::string const& name, plan& p) {
    static_cast<void>(n.boolean());
    p.written.push_back(name);
    p.new_values.push_back({name, value_template::read(n)});
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

/// An object that the platform replaces whole: `update` must say what is to become of what it holds.
void read_replaced(core::node const& update, std::string const& name, plan& p) {
    auto const place = update.get(name);
    bool const merge = read_choice(update, "merge", "replace");
    bool const replace = read_choice(update, "replace", "merge");
    if (!place) {
        for (auto const* const key : {"merge", "replace"}) {
            if (update.get(key))
                update.fail_key(key, "says what to do with \"" + name + "\", which is missing");
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
    p.merge = merge;
    if (!merge) p.written.push_back(name);
    for (auto const& entry : keys) {
        if (merge) p.written.push_back(name + '.' + std::string(entry.key()));
    }
    p.new_values.push_back({name, value_template::read(*place)});
}

/// A field that the platform is known to take, but not what for: any value.
void read_open(core::node const& n, std::string const& name, plan& p) {
    p.written.push_back(name);
    p.new_values.push_back({name, value_template::read(n)});
}

/// The keys that an update may hold on this platform.
std::vector<std::string_view> keys_of(core::vocabulary const& vocabulary) {
    std::vector<std::string_view> keys;
    for (auto const& field : vocabulary.fields) {
        keys.push_back(field.name);
        if (field.what == form::replaced) keys.insert(keys.end(), {"merge", "replace"});
    }
    return keys;
}

/// Fields beside those of the vocabulary, on a platform that takes any.
void read_others(core::node const& update, std::vector<std::string_view> const& known, plan& p) {
    for (auto const& entry : update.value().get_object()) {
        std::string const name(entry.key());
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        if (auto const near = core::nearest(name, known))
            update.warn_key(name, "is not one of the usual fields; did you mean \"" + *near + "\"?");
        read_open(*update.get(name), name, p);
    }
}

std::unique_ptr<operation> read_update(core::node const& n, core::vocabulary const& vocabulary) {
    if (!n.is_object(R"({"customFields": {"country": "Sweden"}})")) return nullptr;
    auto const known = keys_of(vocabulary);
    if (!vocabulary.open_fields) n.allow_keys(known);
    plan p;
    for (auto const& field : vocabulary.fields) {
        if (field.what == form::replaced) read_replaced(n, field.name, p);
        auto const place = n.get(field.name);
        if (!place) continue;
        if (field.what == form::merged) read_merged(*place, field.name, p);
        if (field.what == form::text || field.what == form::email)
            read_text(*place, field.name, p, field.what == form::email);
        if (field.what == form::flag) read_flag(*place, field.name, p);
    }
    if (vocabulary.open_fields) read_others(n, known, p);
    if (n.value().get_object().empty()) n.fail("must name at least one field to set");
    if (!p.constant()) return std::make_unique<update>(std::move(p));
    auto same_for_all = fill(p, {});
    auto* const change = std::get_if<core::change>(&same_for_all);
    if (!change) return nullptr; // noted above
    return std::make_unique<constant>(std::move(*change), p.fields(), p.describe());
}

json::object schema_of(core::vocabulary::field const& field) {
    json::object schema;
    if (field.what == form::flag)
        schema["anyOf"] = json::array{{{"type", "boolean"}}, {{"$ref", "#/$defs/parameter"}}};
    else
        schema["type"] = field.what == form::merged || field.what == form::replaced ? "object" : "string";
    if (field.what == form::merged) schema["minProperties"] = 1;
    schema["description"] = field.description;
    return schema;
}

/// What a schema says of an object that the platform replaces whole: it needs one of the two words, and they
/// need it.
void require_word(json::object& schema, std::string const& name) {
    auto const only_that = json::array{json::string(name)};
    schema["dependentRequired"] = {{"merge", only_that}, {"replace", only_that}};
    schema["if"] = {{"required", only_that}};
    schema["then"] = {
        {"oneOf", json::array{{{"required", json::array{"merge"}}}, {{"required", json::array{"replace"}}}}}};
}

json::object schema_of_update(core::vocabulary const& vocabulary) {
    json::object schema{{"type", "object"}, {"properties", json::object()}, {"minProperties", 1}};
    auto& properties = schema["properties"].get_object();
    for (auto const& field : vocabulary.fields) {
        properties[field.name] = schema_of(field);
        if (field.what != form::replaced) continue;
        properties["merge"] = {
            {"const", true},
            {"description", "Set the given keys of " + field.name + " and keep the others."}};
        properties["replace"] = {{"const", true},
                                 {"description", "Throw away what " + field.name + " held."}};
    }
    for (auto const& field : vocabulary.fields)
        if (field.what == form::replaced) require_word(schema, field.name);
    schema["additionalProperties"] = vocabulary.open_fields;
    return schema;
}

} // namespace

kind update_kind() {
    return {
        "update",
        "Set fields of the member. Strings may be templates: {{auth.email}}, {{customFields.name|friend}}.",
        schema_of_update, read_update};
}

} // namespace muster::operation
