#include "spec/read.hpp"

#include "core/printable.hpp"
#include "spec/document.hpp"
#include "spec/literal_key.hpp"
#include "spec/locations.hpp"
#include "spec/parameters.hpp"
#include "spec/parse.hpp"
#include "spec/placing.hpp"

#include <utility>

namespace muster::spec {
namespace {

/// Notes the keys that stand in a document themselves, but for the one that read_provider() refuses anyway.
void note_secret_keys(boost::json::object const& document, core::problems& found) {
    core::problems all;
    find_secret_keys(document, "", all);
    for (auto& p : all) {
        if (p.pointer != "/provider/key") found.push_back(std::move(p));
    }
}

read_result read_text(std::string_view whole_text, settings const& set, parameters::unset unset,
                      std::optional<core::wall_time> now, amendment const& amended) {
    auto const text = without_mark(whole_text);
    auto [document, mistakes] = parse(text);
    read_result result{{std::move(mistakes), {}}, std::nullopt};
    if (!document) return result;

    core::problems found; // with pointers into the text as it was written
    note_secret_keys(*document, found);
    parameters given(*document, set, unset, now, found);
    auto filled = given.fill();
    place(found, locations(text), result);

    core::problems found_filled; // with pointers into the document with its parameters filled in
    note_secret_keys(filled, found_filled);
    amend(filled, amended, found_filled);
    auto value = read_document(filled, now, found_filled);
    std::erase_if(found_filled, [&](core::problem const& p) { return given.is_unknown(p.pointer); });
    place(found_filled, locations(text, [&](std::string_view key) { return given.fill_text(key); }), result);

    tidy(result.mistakes);
    tidy(result.warnings);
    if (!result.mistakes.empty()) return result;
    auto* const where = filled.if_contains("where");
    if (where != nullptr && now) filter::fix_relative_dates(*where, *now);
    if (now) filled[as_of] = core::to_iso8601(*now);
    value.document = escape_parameters(filled);
    result.value = std::move(value);
    return result;
}

} // namespace

read_result read(std::string_view text, settings const& set, std::optional<core::wall_time> now,
                 amendment const& amended) {
    return read_text(text, set, parameters::unset::is_a_mistake, now, amended);
}

findings check(std::string_view text, std::optional<core::wall_time> now, amendment const& amended) {
    return read_text(text, {}, parameters::unset::is_fine, now, amended);
}

void add(core::problems const& found, std::string_view text, findings& into) {
    place(found, locations(without_mark(text)), into);
    tidy(into.mistakes);
    tidy(into.warnings);
}

std::string format(std::string_view path, std::vector<diagnostic> const& all) {
    std::string text;
    for (auto const& d : all) {
        text.append(path).append(":" + std::to_string(d.line) + ':' + std::to_string(d.column) + ": ");
        if (d.warning) text += "warning: ";
        if (!d.pointer.empty()) text += d.pointer + ": ";
        text += d.message + '\n';
    }
    return text;
}

} // namespace muster::spec
