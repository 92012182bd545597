#include "provider/registry.hpp"

#include "provider/builtin.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::provider {
namespace {

std::vector<kind>& all_kinds() {
    static std::vector<kind> all{memberstack_kind(), memberstack_v1_kind(), publisher_kind(),
                                 memberpulse_kind(), memberstack_tables_kind()};
    return all;
}

} // namespace

std::vector<kind> const& kinds() {
    return all_kinds();
}

void add_kind(kind k) {
    if (find_kind(k.name) != nullptr)
        throw std::invalid_argument("there is a platform \"" + k.name + "\" already");
    all_kinds().push_back(std::move(k));
}

kind const* find_kind(std::string_view name) {
    auto const& all = all_kinds();
    auto const found = std::find_if(all.begin(), all.end(), [&](kind const& k) { return k.name == name; });
    return found != all.end() ? &*found : nullptr;
}

core::vocabulary whole_vocabulary() {
    core::vocabulary all;
    auto const add = [](auto& to, auto const& from) {
        for (auto const& each : from) {
            auto const same = [&](auto const& other) { return other.name == each.name; };
            if (std::none_of(to.begin(), to.end(), same)) to.push_back(each);
        }
    };
    for (auto const& k : all_kinds()) {
        add(all.fields, k.vocabulary.fields);
        add(all.of_delete, k.vocabulary.of_delete);
        all.open_fields = all.open_fields || k.vocabulary.open_fields;
    }
    return all;
}

std::unique_ptr<provider> make(std::string_view name) {
    auto const* const found = find_kind(name);
    if (found == nullptr) return nullptr;
    core::problems mistakes;
    boost::json::value const no_settings(boost::json::object_kind);
    return found->read(core::node(no_settings, "", mistakes));
}

} // namespace muster::provider
