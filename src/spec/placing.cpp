#include "spec/placing.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

#include <algorithm>
#include <tuple>

namespace muster::spec {

void place(core::problems const& found, locations const& where, findings& into) {
    for (auto const& p : found) {
        auto const at = p.at_key ? where.of_key(p.pointer) : where.of_value(p.pointer);
        auto& list = p.warning ? into.warnings : into.mistakes;
        list.push_back({p.pointer, at.line, at.column, p.message, p.warning});
    }
}

void tidy(std::vector<diagnostic>& all) {
    auto const key = [](diagnostic const& d) { return std::tie(d.line, d.column, d.pointer, d.message); };
    auto const same = [&](diagnostic const& a, diagnostic const& b) { return key(a) == key(b); };
    std::sort(all.begin(), all.end(), [&](auto const& a, auto const& b) { return key(a) < key(b); });
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    for (auto& d : all) {
        d.pointer = core::printable(core::redact(d.pointer));
        d.message = core::printable(core::redact(d.message));
    }
}

} // namespace muster::spec
