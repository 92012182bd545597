#include "operation/builtin.hpp"
#include "operation/constant.hpp"

namespace muster::operation {
namespace {

using options = std::vector<core::vocabulary::option>;

std::string describe_delete(core::delete_member const& change, options const& all) {
    std::string text = "delete the member";
    bool first = true;
    for (auto const& option : all) {
        if (!change.options.at(option.name).as_bool()) continue;
        text += (first ? " " : ", ") + option.words;
        first = false;
    }
    return text;
}

std::unique_ptr<operation> read_delete(core::node const& n, core::vocabulary const& vocabulary) {
    if (!n.is_object()) return nullptr;
    std::vector<std::string_view> names;
    core::delete_member change;
    for (auto const& option : vocabulary.of_delete) {
        names.push_back(option.name);
        auto const place = n.get(option.name);
        change.options[option.name] = place && place->boolean().value_or(false);
    }
    n.allow_keys(names);
    auto text = describe_delete(change, vocabulary.of_delete);
    return std::make_unique<constant>(std::move(change), std::vector<std::string>{}, std::move(text));
}

boost::json::object schema_of_delete(core::vocabulary const& vocabulary) {
    boost::json::object properties;
    for (auto const& option : vocabulary.of_delete)
        properties[option.name] = {
            {"anyOf", boost::json::array{{{"type", "boolean"}}, {{"$ref", "#/$defs/parameter"}}}},
            {"default", false},
            {"description", option.description}};
    return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

} // namespace

kind delete_kind() {
    return {"delete", R"(Delete the member for good. The spec must then hold a "where".)", schema_of_delete,
            read_delete};
}

} // namespace muster::operation
