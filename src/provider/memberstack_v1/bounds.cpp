#include "provider/memberstack_v1/bounds.hpp"

#include "core/printable.hpp"
#include "core/utf8.hpp"
#include "provider/documents.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string_view>

namespace muster::provider::memberstack_v1 {

namespace json = boost::json;

namespace {

constexpr std::size_t most_values = 50;
constexpr std::size_t longest_key = 50;
constexpr std::size_t longest_value = 500;
constexpr std::size_t shortest_password = 8;

/// In code points; a byte that is none of well-formed UTF-8 counts as one.
std::size_t characters(std::string_view text) {
    std::size_t n = 0;
    for (; !text.empty(); ++n) text.remove_prefix(std::max(1U, core::first_code_point(text).length));
    return n;
}

std::size_t characters(json::value const& v) {
    if (v.is_null()) return 0;
    return v.is_string() ? characters(std::string_view(v.get_string())) : characters(json::serialize(v));
}

bool is_address(json::value const& v) {
    auto const* const text = v.if_string();
    return text != nullptr && text->find('@') != json::string::npos;
}

std::optional<std::string> objection_to_meta_data_in(json::object const& fields) {
    auto const* const given = fields.if_contains("metaData");
    if (given == nullptr || given->is_null()) return std::nullopt;
    if (!given->is_object()) return "metaData must be an object";
    return objection_to_meta_data(given->get_object());
}

} // namespace

std::optional<std::string> objection_to_meta_data(json::object const& meta_data) {
    std::size_t values = 0;
    for (auto const& entry : meta_data) {
        auto const key = core::printable(std::string(std::string_view(entry.key())));
        if (auto const n = characters(std::string_view(entry.key())); n > longest_key)
            return "the key \"" + key.substr(0, longest_key) + "...\" of metaData has " + std::to_string(n)
                   + " characters; 50 is the most";
        if (auto const n = characters(entry.value()); n > longest_value)
            return "metaData." + key + " has " + std::to_string(n) + " characters; 500 is the most";
        if (!entry.value().is_null()) ++values;
    }
    if (values > most_values) return "metaData has " + std::to_string(values) + " values; 50 is the most";
    return std::nullopt;
}

std::optional<std::string> objection_to_new_member(json::object const& document) {
    if (!is_address(documents::at_or_null(document, "email"))) return "a new member needs an e-mail address";
    auto const& password = documents::at_or_null(document, "password");
    if (!password.is_string() || characters(password) < shortest_password)
        return "a new member needs a password of at least 8 characters";
    auto const* const plan = documents::at_or_null(document, "plan").if_string();
    if (plan == nullptr || plan->empty()) return "a new member needs the id of a free plan (plan)";
    return objection_to_meta_data_in(document);
}

std::optional<std::string> objection_to_update(json::object const& set) {
    auto const* const email = set.if_contains("email");
    if (email != nullptr && !is_address(*email)) return "the new e-mail address is not one";
    return objection_to_meta_data_in(set);
}

} // namespace muster::provider::memberstack_v1
