#include "filter/fields.hpp"

#include "core/node.hpp"
#include "core/printable.hpp"

#include <algorithm>
#include <vector>

namespace muster::filter {
namespace {

using core::shape;
using form = core::shape::form;

/// The way to a field from the whole; where a list is passed, its elements are meant.
struct route {
    std::vector<std::string> names;
    std::vector<bool> is_list; // of each name
};

std::string join(std::string_view path, std::string_view name) {
    if (path.empty() || name.empty()) return std::string(path.empty() ? name : path);
    return std::string(path) + '.' + std::string(name);
}

/// The route as it is written in a `where`: `"auth.email"`, or `{"planConnections": {"some": {"planId":
/// ...}}}`.
std::string written(route const& r, std::string_view begin = "") {
    std::vector<std::string> parts{std::string(begin)};
    for (std::size_t i = 0; i < r.names.size(); ++i) {
        parts.back() = join(parts.back(), r.names[i]);
        if (r.is_list[i] && i + 1 < r.names.size()) parts.emplace_back();
    }
    if (parts.size() == 1) return core::quoted(parts.front());
    std::string text;
    std::string end;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        bool const last = i + 1 == parts.size();
        text += '{' + core::quoted(parts[i]) + (last ? ": ..." : R"(: {"some": )");
        end += last ? "}" : "}}";
    }
    return text + end;
}

/// The route to a field called `name`, or nearly so, anywhere below `from`; nullopt if there is none.
std::optional<route> find_elsewhere(shape const& from, std::string_view name, route so_far = {}) {
    for (auto const& f : from.fields) {
        auto here = so_far;
        here.names.push_back(f.name);
        here.is_list.push_back(f.holds.what == form::list);
        if (core::nearest(name, {f.name})) return here;
    }
    for (auto const& f : from.fields) {
        auto here = so_far;
        here.names.push_back(f.name);
        here.is_list.push_back(f.holds.what == form::list);
        auto const& below = f.holds.what == form::list ? f.holds.each() : f.holds;
        if (auto found = find_elsewhere(below, name, here)) return found;
    }
    return std::nullopt;
}

/// The rest of a path without the words that stand between a list and its elements' fields.
std::string_view without_quantifier(std::string_view rest) {
    for (std::string_view const word : {"some.", "every.", "none."})
        if (rest.starts_with(word)) return rest.substr(word.size());
    return rest;
}

std::vector<std::string_view> names_of(shape const& s) {
    std::vector<std::string_view> names;
    for (auto const& f : s.fields) names.push_back(f.name);
    return names;
}

/// Appends what the rest of a path most likely meant below a field of shape `s`.
void follow(shape const& s, std::string_view rest, route& r) {
    if (rest.empty()) return;
    auto const& below = s.what == form::list ? s.each() : s;
    if (s.what == form::list) rest = without_quantifier(rest);
    auto const near = core::nearest(rest, names_of(below));
    r.names.push_back(near ? *near : std::string(rest));
    r.is_list.push_back(false);
}

/// `; did you mean ...?`, if it can be written there.
std::string meant(route const& r, std::string_view begin, field_root const& root) {
    bool const through_list = std::find(r.is_list.begin(), r.is_list.end() - 1, true) != r.is_list.end() - 1;
    if (through_list && !root.in_where) return {};
    return "; did you mean " + written(r, begin) + '?';
}

/// The same for a name that may be anything, or which fields there are.
std::string suggestion(shape const& at, std::string_view path, std::string_view name, std::string_view rest,
                       field_root const& root) {
    if (auto const near = core::nearest(name, names_of(at))) {
        auto const& holds = *at.find(*near);
        route r{{*near}, {holds.what == form::list}};
        follow(holds, rest, r);
        return meant(r, path, root);
    }
    if (auto const elsewhere = find_elsewhere(*root.shape, rest.empty() ? name : rest))
        return meant(*elsewhere, "", root);
    std::string text;
    for (auto const& f : at.fields) text += (text.empty() ? "; known there: " : ", ") + f.name;
    auto const open = std::find_if(at.fields.begin(), at.fields.end(), [](shape::field const& f) {
        return f.holds.what == form::open && f.holds.each().is_plain();
    });
    if (open != at.fields.end())
        return "; did you mean " + core::quoted(join(path, join(open->name, join(name, rest)))) + '?';
    return text;
}

std::string no_field(shape const& at, std::string_view path, std::string_view name, std::string_view rest,
                     field_root const& root) {
    auto const full = core::quoted(join(path, name));
    return full + " is no field that " + (root.in_element ? "an element of this list" : "a member")
           + " can have" + suggestion(at, path, name, rest, root);
}

std::string below_list(shape const& list, std::string_view path, std::string_view rest,
                       field_root const& root) {
    route r{{std::string(path)}, {true}};
    follow(list, rest, r);
    auto message = core::quoted(path) + " is a list, and nothing is below it";
    return root.in_where ? message + "; write " + written(r) : message;
}

std::string below_plain(std::string_view plain, std::string_view rest, std::string_view open,
                        std::string_view key) {
    return core::quoted(plain) + " is a plain value with nothing below it, so this is the field "
           + core::quoted(key) + " of " + core::quoted(open) + "; if an operator is meant, write {"
           + core::quoted(plain) + ": {" + core::quoted(rest) + ": ...}}";
}

} // namespace

found_field find_field(shape const& at, std::string_view path, std::string_view key, field_root const& root) {
    auto const nowhere = [](std::string why) { return found_field{&core::unknown_shape(), std::move(why)}; };
    shape const* here = &at;
    std::string way(path);
    while (!key.empty()) {
        auto const dot = key.find('.');
        auto const name = key.substr(0, dot);
        auto const rest = dot == key.npos ? std::string_view() : key.substr(dot + 1);
        switch (here->what) {
        case form::anything: return {&core::unknown_shape(), std::nullopt};
        case form::list: return nowhere(below_list(*here, way, key, root));
        case form::object: {
            auto const* const next = here->find(name);
            if (next == nullptr) return nowhere(no_field(*here, way, name, rest, root));
            here = next;
            break;
        }
        case form::open: {
            auto const& each = here->each();
            bool const likely_operator = each.is_plain() && !rest.empty() && root.in_where;
            if (!likely_operator) return {&each, std::nullopt};
            return {&each, below_plain(join(way, name), rest, way, key)};
        }
        default: return nowhere(core::quoted(way) + " is a plain value, and nothing is below it");
        }
        way = join(way, name);
        key = rest;
    }
    return {here, std::nullopt};
}

} // namespace muster::filter
