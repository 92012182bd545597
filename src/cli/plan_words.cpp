#include "cli/plan_words.hpp"

#include "cli/columns.hpp"
#include "cli/shown.hpp"
#include "core/printable.hpp"
#include "core/write_json.hpp"

#include <boost/json/array.hpp>

namespace muster::cli {

namespace json = boost::json;

namespace {

/// A text of what was told of the plan, or nothing: whoever made the file is not asked to have made it well.
std::string text_of(json::value const* v) {
    return v != nullptr && v->is_string() ? shown_line(v->get_string()) : std::string();
}

std::string json_text(json::value const& v) {
    constexpr std::size_t longest = 600; // columns
    std::string text;
    core::write_json(text, v);
    return cut_to(shown_line(text), longest);
}

json::array const& array_in(json::object const& o, std::string_view key) {
    static json::array const none;
    auto const* const v = o.if_contains(key);
    return v != nullptr && v->is_array() ? v->get_array() : none;
}

std::string platform_of(json::object const& spec) {
    auto const* const block = spec.if_contains("provider");
    if (block == nullptr || !block->is_object()) return {};
    auto const& provider = block->get_object();
    auto const kind = text_of(provider.if_contains("kind"));
    auto const address = text_of(provider.if_contains("baseUrl"));
    return address.empty() ? kind : kind + ", " + address;
}

} // namespace

plan_words words_of(launch::plan const& p) {
    plan_words w;
    w.lines = {{"plan", launch::short_name(p.digest)},
               {"spec", text_of(p.spec.if_contains("name"))},
               {"platform", platform_of(p.spec)},
               {"key", core::printable(p.key)},
               {"made", core::printable(p.at) + (p.by.empty() ? "" : " by " + core::printable(p.by))}};
    auto description = text_of(p.spec.if_contains("description"));
    if (!description.empty()) w.lines.emplace(w.lines.begin() + 2, "about", std::move(description));
    if (auto const* const where = p.spec.if_contains("where"))
        w.lines.emplace_back("where", json_text(*where));
    for (auto const& each : array_in(p.preview, "words")) {
        auto const* const line = each.if_array();
        if (line == nullptr || line->size() != 2) continue;
        auto name = text_of(&line->front()), text = text_of(&line->back());
        if (name == "would")
            w.would = std::move(text);
        else
            w.lines.emplace_back(std::move(name), std::move(text));
    }
    for (auto const& each : array_in(p.preview, "warnings")) w.warnings.push_back(text_of(&each));
    return w;
}

} // namespace muster::cli
