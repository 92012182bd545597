#include "sandbox/memberstack_v1/check.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberstack_v1 {
namespace json = boost::json;
namespace {

/// Code points of well-formed UTF-8, which JSON is: bytes that continue none.
std::ptrdiff_t characters(std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

std::ptrdiff_t characters(json::value const& v) {
    return v.is_string() ? characters(std::string_view(v.get_string())) : characters(json::serialize(v));
}

bool looks_like_email(json::value const& v) {
    if (!v.is_string()) return false;
    std::string_view const text = v.get_string();
    auto const at = text.rfind('@');
    return at != text.npos && at > 0 && at + 1 < text.size();
}

} // namespace

std::optional<std::string> objection_to_fields(json::object const& body) {
    for (auto const& field : body) {
        std::string_view const key = field.key();
        auto const& value = field.value();
        if (key == "email" && !looks_like_email(value)) return "The email is not valid.";
        if (key == "password" && !(value.is_string() && characters(value) >= 8))
            return "The password must have at least 8 characters.";
        if ((key == "customFields" || key == "metaData") && !value.is_object())
            return std::string(key) + " must be an object.";
        if (key == "memberPage" && !value.is_string()) return "memberPage must be a string.";
    }
    return std::nullopt;
}

std::optional<std::string> objection_to_meta_data(json::object const& meta_data) {
    if (meta_data.size() > 50) return "metaData can contain up to 50 values.";
    for (auto const& entry : meta_data) {
        if (characters(std::string_view(entry.key())) > 50)
            return "Object keys cannot be longer than 50 characters.";
        if (characters(entry.value()) > 500) return "Object values cannot be longer than 500 characters.";
    }
    return std::nullopt;
}

} // namespace muster::sandbox::memberstack_v1
