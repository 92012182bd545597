#include "sandbox/memberstack/check.hpp"

#include <algorithm>

namespace muster::sandbox::memberstack {

bool looks_like_email(std::string_view text) {
    auto const at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
    return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::optional<std::string> objection_to_fields(boost::json::object const& body) {
    for (auto const& field : body) {
        std::string const key(field.key());
        auto const& value = field.value();
        if (key == "email" && !(value.is_string() && looks_like_email(std::string_view(value.get_string()))))
            return "email must be an e-mail address";
        if ((key == "customFields" || key == "metaData") && !value.is_object())
            return key + " must be an object";
        if (key == "verified" && !value.is_bool()) return key + " must be true or false";
        if ((key == "loginRedirect" || key == "profileImage") && !value.is_string() && !value.is_null())
            return key + " must be a string";
    }
    return std::nullopt;
}

} // namespace muster::sandbox::memberstack
