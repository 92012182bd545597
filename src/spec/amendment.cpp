#include "spec/amendment.hpp"

#include "core/printable.hpp"

#include <string_view>

namespace muster::spec {
namespace {

namespace json = boost::json;

void merge(json::object& document, std::string_view block, json::object const& with, bool may_begin) {
    if (with.empty()) return;
    auto* const there = document.if_contains(block);
    if (there == nullptr && may_begin) document[block] = with;
    if (there == nullptr || !there->is_object()) return;
    for (auto const& entry : with) there->get_object()[entry.key()] = entry.value();
}

void compare_kinds(json::object const& document, amendment const& with, core::problems& found) {
    auto const* const wanted = with.provider.if_contains("kind");
    auto const* const provider = document.if_contains("provider");
    if (wanted == nullptr || provider == nullptr || !provider->is_object()) return;
    auto const* const kind = provider->get_object().if_contains("kind");
    if (kind == nullptr || *kind == *wanted) return;
    found.push_back(
        {"/provider/kind", false,
         "is another platform than that of the site, which is " + core::quoted(wanted->as_string())});
}

} // namespace

void amend(json::object& document, amendment const& with, core::problems& found) {
    compare_kinds(document, with, found);
    auto* const provider = document.if_contains("provider");
    if (provider != nullptr && provider->is_object())
        for (auto const& key : with.dropped) provider->get_object().erase(key);
    merge(document, "provider", with.provider, with.provider.contains("kind"));
    merge(document, "pace", with.pace, true);
}

} // namespace muster::spec
