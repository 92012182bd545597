#include "core/redact.hpp"

#include "core/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <vector>

namespace muster::core {
namespace {

constexpr std::string_view mask = "[redacted]";
constexpr std::size_t shortest_secret = 4;
constexpr std::size_t shortest_key_tail = 8;
constexpr std::size_t longest_quoted = 60;

/// Every form of every secret that was registered. Text is redacted on the journal's pool thread too, hence
/// the lock.
struct registry {
    std::mutex guard;
    std::vector<std::string> needles;
};

registry& secrets() {
    static registry instance;
    return instance;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool is_hex(char c) {
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

std::string percent_encoded(std::string_view value, std::string_view hex_digits) {
    std::string text;
    for (char const c : value) {
        auto const byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
            text += c;
        } else {
            text += {'%', hex_digits[byte >> 4U], hex_digits[byte & 0xFU]};
        }
    }
    return text;
}

std::string json_escaped(std::string_view value) {
    auto const quoted = boost::json::serialize(boost::json::string_view(value));
    return quoted.substr(1, quoted.size() - 2);
}

/// Parts of a text that are to be hidden.
struct range {
    std::size_t begin;
    std::size_t end;
};

void find_registered(std::string_view text, std::vector<range>& hidden) {
    auto& known = secrets();
    std::lock_guard const lock(known.guard);
    for (auto const& needle : known.needles) {
        for (auto at = text.find(needle); at != text.npos; at = text.find(needle, at + 1)) {
            hidden.push_back({at, at + needle.size()});
        }
    }
}

/// Whether a word may begin at `at`: after another word character it is the tail of that word
/// (`risk_category`), unless that character ends an escape (`\n`, `%3D`).
bool begins_word(std::string_view text, std::size_t at) {
    if (at == 0 || !is_word(text[at - 1])) return true;
    if (at >= 2 && text[at - 2] == '\\') return true;
    if (at >= 6 && text.substr(at - 6, 2) == "\\u") return true;
    return at >= 3 && text[at - 3] == '%' && is_hex(text[at - 2]) && is_hex(text[at - 1]);
}

void find_secret_keys(std::string_view text, std::vector<range>& hidden) {
    constexpr std::string_view prefix = "sk_";
    for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix, at + 1)) {
        if (!begins_word(text, at)) continue;
        auto end = at + prefix.size();
        while (end < text.size() && is_word(text[end])) ++end;
        if (end - at - prefix.size() >= shortest_key_tail) hidden.push_back({at, end});
    }
}

/// Hides the token after `Bearer`; the word itself stays, as it helps whoever reads the message.
void find_bearer_tokens(std::string_view text, std::vector<range>& hidden) {
    constexpr std::string_view scheme = "earer ";
    for (auto at = text.find(scheme); at != text.npos; at = text.find(scheme, at + 1)) {
        if (at == 0 || (text[at - 1] != 'B' && text[at - 1] != 'b')) continue;
        auto const begin = text.find_first_not_of(' ', at + scheme.size());
        if (begin == text.npos) return;
        auto end = begin;
        while (end < text.size()
               && (is_word(text[end]) || std::string_view("-.~+/=").find(text[end]) != text.npos)) {
            ++end;
        }
        if (end > begin) hidden.push_back({begin, end});
    }
}

bool ends_line(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

/// Control characters, and those that turn the direction of writing: text behind them would show as another.
bool drives_terminal(char32_t c) {
    bool const control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    bool const direction = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
                           || (c >= 0x2066 && c <= 0x2069);
    return control || direction;
}

} // namespace

void register_secret(std::string_view value) {
    if (value.size() < shortest_secret) return;
    auto& known = secrets();
    std::lock_guard const lock(known.guard);
    for (auto const& form :
         {std::string(value), json_escaped(value), percent_encoded(value, "0123456789ABCDEF"),
          percent_encoded(value, "0123456789abcdef")}) {
        auto const same = std::find(known.needles.begin(), known.needles.end(), form);
        if (same == known.needles.end()) known.needles.push_back(form);
    }
}

std::string redact(std::string_view text) {
    std::vector<range> hidden; // allocates nothing while it is empty
    find_registered(text, hidden);
    find_secret_keys(text, hidden);
    find_bearer_tokens(text, hidden);
    if (hidden.empty()) return std::string(text);

    std::sort(hidden.begin(), hidden.end(), [](range a, range b) { return a.begin < b.begin; });
    std::string result;
    std::size_t shown_to = 0;
    for (auto const& [begin, end] : hidden) {
        bool const separate = begin >= shown_to; // else it overlaps what was masked before
        if (separate) result.append(text.substr(shown_to, begin - shown_to)).append(mask);
        shown_to = std::max(shown_to, end);
    }
    return result.append(text.substr(shown_to));
}

std::string fingerprint(std::string_view value) {
    return sha256(value).substr(0, 16);
}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), digest.data());
    constexpr std::string_view hex_digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (auto const byte : digest) text += {hex_digits[byte >> 4U], hex_digits[byte & 0xFU]};
    return text;
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        auto const [c, length] = first_code_point(text);
        if (ends_line(c)) {
            result += ' ';
        } else if (length == 0 || drives_terminal(c)) {
            result += '?';
        } else {
            result.append(text.substr(0, length));
        }
        text.remove_prefix(std::max(length, 1U));
    }
    return result;
}

std::string quoted(std::string_view text) {
    auto shown = redact(text); // before the cut, so that no half of a secret gets through
    if (shown.size() > longest_quoted) shown = shown.substr(0, longest_quoted) + "...";
    return '"' + printable(shown) + '"';
}

} // namespace muster::core
