#include "spec/literal_key.hpp"

#include "spec/locations.hpp"

namespace muster::spec {
namespace {

constexpr std::string_view prefix = "sk_";
constexpr std::size_t shortest_tail = 8;

bool is_word(char c) {
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '_';
}

std::size_t word_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && is_word(text[length])) ++length;
    return length;
}

void note(std::string const& pointer, bool at_key, core::problems& found) {
    found.push_back(
        {pointer, at_key,
         R"(looks like a secret key; a key never stands in a spec: let "provider.key" say where it is )"
         R"(kept, e.g. {"env": "NAME"})"});
}

} // namespace

bool holds_secret_key(std::string_view text) {
    for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix, at + 1)) {
        bool const begins = at == 0 || !is_word(text[at - 1]); // "risk_category" is a word of its own
        if (begins && word_length(text.substr(at + prefix.size())) >= shortest_tail) return true;
    }
    return false;
}

void find_secret_keys(boost::json::value const& v, std::string const& pointer, core::problems& found) {
    if (v.is_string() && holds_secret_key(v.get_string())) note(pointer, false, found);
    if (v.is_array()) {
        std::size_t index = 0;
        for (auto const& item : v.get_array())
            find_secret_keys(item, pointer + '/' + std::to_string(index++), found);
    }
    if (!v.is_object()) return;
    for (auto const& entry : v.get_object()) {
        auto const child = child_pointer(pointer, entry.key());
        if (holds_secret_key(entry.key())) note(child, true, found);
        find_secret_keys(entry.value(), child, found);
    }
}

} // namespace muster::spec
