#include "spec/parameters.hpp"

#include "operation/text_template.hpp"
#include "spec/locations.hpp"
#include "spec/parameter_text.hpp"

#include <boost/json/array.hpp>

#include <utility>
#include <vector>

namespace muster::spec {
namespace {

namespace json = boost::json;

constexpr std::string_view parameters_key = "parameters";
constexpr std::string_view block_pointer = "/parameters";

json::value escape(json::value const& v) {
    if (v.is_string()) return json::value(escape_parameters(std::string_view(v.get_string())));
    if (v.is_object()) return escape_parameters(v.get_object());
    if (!v.is_array()) return v;
    json::array items;
    for (auto const& item : v.get_array()) items.push_back(escape(item));
    return items;
}

/// `; it uses "a", "b"`, for a setting that is none of them.
std::string uses(std::vector<std::string_view> const& names) {
    if (names.empty()) return "; it has no parameters";
    std::string text;
    for (auto const name : names) text += (text.empty() ? "; it uses \"" : ", \"") + std::string(name) + '"';
    return text;
}

} // namespace

parameters::parameters(json::object const& document, settings const& set, unset missing,
                       std::optional<core::wall_time> now, core::problems& found)
    : document_(document),
      found_(found),
      set_(set),
      missing_(missing),
      now_(now) {
    auto const* const declarations = document.if_contains(parameters_key);
    if (!declarations) return;
    core::node const n(*declarations, std::string(block_pointer), found);
    if (!n.is_object(R"({"planId": {"description": "...", "type": "string"}})")) return;
    for (auto const& entry : declarations->get_object()) {
        std::string_view const name = entry.key();
        if (is_parameter_name(name)) {
            declare(name, *n.get(name));
        } else {
            n.fail_key(name, "must begin with a letter and hold only letters, digits and \"_\"");
        }
    }
}

void parameters::declare(std::string_view name, core::node const& n) {
    auto& p = all_[std::string(name)];
    p.declared = true;
    if (!n.is_object(R"({"description": "...", "type": "string"})")) return;
    n.allow_keys({"description", "type", "default"});
    if (auto const d = n.get("description")) p.description = d->string().value_or("");
    if (auto const t = n.get("type")) {
        auto const word = t->string();
        auto const kind = word ? parse_parameter_kind(*word) : std::nullopt;
        if (word && !kind) t->fail(R"(must be "string", "number", "boolean" or "date")");
        p.kind = kind.value_or(parameter_kind::string);
    }
    if (auto const d = n.get("default")) {
        p.value = settled(d->value(), p.kind, now_);
        if (fits(p.value, p.kind)) return;
        d->fail("must be " + std::string(describe(p.kind)) + ", as its type says");
        p.value = stand_in(name, p.kind);
    }
}

json::object parameters::fill() {
    apply_settings();
    json::object rest;
    for (auto const& entry : document_) {
        if (entry.key() != parameters_key) rest.insert(entry);
    }
    auto result = fill(rest, {"", ""});
    note_unused();
    return result;
}

void parameters::apply_settings() {
    for (auto const& [name, text] : set_) {
        auto& p = all_[name];
        p.value = convert(text, p.kind, now_);
        if (!p.value.is_null()) continue;
        found_.push_back({child_pointer(block_pointer, name), true,
                          "what --set gives for \"" + name + "\" must be " + std::string(describe(p.kind))});
        p.value = stand_in(name, p.kind);
    }
}

void parameters::note_unused() const {
    std::vector<std::string_view> used;
    for (auto const& [name, p] : all_) {
        if (p.used) used.push_back(name);
    }
    for (auto const& [name, p] : all_) {
        if (p.used) continue;
        if (p.declared) {
            found_.push_back(
                {child_pointer(block_pointer, name), true,
                 "this parameter is used nowhere; write ${" + name + "} where its value belongs"});
            continue;
        }
        auto const near = core::nearest(name, used);
        auto const hint = near ? "; did you mean \"" + *near + "\"?" : uses(used);
        found_.push_back({"", false, "--set names \"" + name + "\", which the spec does not use" + hint});
    }
}

bool parameters::use(std::string const& name, std::string const& pointer, bool at_key) {
    auto& p = all_[name];
    bool const known = !p.value.is_null();
    if (!known && !p.used && missing_ == unset::is_a_mistake) {
        auto const what = p.description.empty() ? std::string() : " (" + p.description + ")";
        found_.push_back(
            {pointer, at_key,
             "the parameter \"" + name + "\"" + what + " has no value; give it with --set " + name + "=..."});
    }
    p.used = true;
    return known;
}

bool parameters::use_all(std::string_view text, place const& at, bool at_key) {
    auto const pieces = split_parameters(text);
    if (!pieces) {
        found_.push_back({at.from, at_key,
                          "has ${ without a parameter's name and }; write ${name}, or $${ for the text ${"});
        return true;
    }
    bool known = true;
    for (auto const& piece : *pieces) {
        if (piece.is_name && !use(piece.text, at.from, at_key)) known = false;
    }
    return known;
}

void parameters::note_empty(std::string_view text, std::string const& pointer) const {
    if (!pointer.starts_with("/where/") || text.empty() || !fill_text(text).empty()) return;
    auto const pieces = split_parameters(text);
    if (!pieces) return;
    for (auto const& piece : *pieces) {
        if (set_.contains(piece.text))
            found_.push_back({pointer, false,
                              "the parameter \"" + piece.text + "\" is empty, so this is an empty text",
                              true});
    }
}

json::value parameters::value_of(std::string const& name) const {
    auto const found = all_.find(name);
    // Nothing is filled into the block "parameters", so what its keys name is not known.
    if (found == all_.end()) return stand_in(name, parameter_kind::string);
    auto const& p = found->second;
    return p.value.is_null() ? stand_in(name, p.kind) : p.value;
}

std::string parameters::fill_text(std::string_view text) const {
    auto const pieces = split_parameters(text);
    if (!pieces) return std::string(text);
    std::string filled;
    for (auto const& piece : *pieces) {
        filled += piece.is_name ? operation::scalar_text(value_of(piece.text)).value_or("") : piece.text;
    }
    return filled;
}

json::value parameters::fill(json::value const& v, place const& at) {
    if (v.is_object()) return fill(v.get_object(), at);
    if (v.is_array()) {
        json::array items;
        for (auto const& item : v.get_array()) {
            auto const index = '/' + std::to_string(items.size());
            items.push_back(fill(item, {at.from + index, at.to + index}));
        }
        return items;
    }
    if (!v.is_string()) return v;
    std::string_view const text = v.get_string();
    if (!use_all(text, at, false)) unknown_.insert(at.to);
    note_empty(text, at.from);
    auto const pieces = split_parameters(text);
    bool const alone = pieces && pieces->size() == 1 && pieces->front().is_name;
    return alone ? value_of(pieces->front().text) : json::value(fill_text(text));
}

json::object parameters::fill(json::object const& o, place const& at) {
    json::object result;
    for (auto const& entry : o) {
        place child{child_pointer(at.from, entry.key()), {}};
        bool const known = use_all(entry.key(), child, true);
        auto const key = fill_text(entry.key());
        child.to = child_pointer(at.to, key);
        if (!known) unknown_.insert(child.to);
        if (result.contains(key)) {
            found_.push_back({child.from, true, "with its parameters filled in, this key stands here twice"});
        }
        result[key] = fill(entry.value(), child);
    }
    return result;
}

json::object escape_parameters(json::object const& document) {
    json::object escaped;
    for (auto const& entry : document)
        escaped[escape_parameters(std::string_view(entry.key()))] = escape(entry.value());
    return escaped;
}

} // namespace muster::spec
