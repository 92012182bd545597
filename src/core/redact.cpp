#include "core/redact.hpp"

#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <mutex>
#include <vector>

namespace muster::core {
namespace {

constexpr std::string_view mask = "[redacted]";
constexpr std::size_t shortest_secret = 4;
constexpr std::size_t shortest_key_tail = 8;

/// Every form of every secret that was registered. Text is redacted on the journal's pool thread too, hence
/// the lock.
struct registry {
    std::mutex guard;
    std::vector<std::string> needles;
    std::atomic<bool> any = false; // there is a needle: without one, nobody has to wait
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

/// Percent-encoded, with upper-case digits, as we write them, or with the lower-case ones that others may.
std::string percent_encoded(std::string_view value, bool lower_case) {
    auto text = boost::urls::encode(value, boost::urls::unreserved_chars);
    if (!lower_case) return text;
    for (auto at = text.find('%'); at != text.npos; at = text.find('%', at + 1))
        for (auto digit = at + 1; digit < at + 3; ++digit)
            text[digit] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[digit])));
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
    if (!known.any) return;
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
    // Of the prefix, its last character is the rarest in most texts.
    for (auto last = text.find('_'); last != text.npos; last = text.find('_', last + 1)) {
        auto const at = last + 1 - std::min(last + 1, prefix.size());
        if (text.substr(at, prefix.size()) != prefix || !begins_word(text, at)) continue;
        auto end = at + prefix.size();
        while (end < text.size() && is_word(text[end])) ++end;
        if (end - at - prefix.size() >= shortest_key_tail) hidden.push_back({at, end});
    }
}

/// Hides the token after `Bearer`; the word itself stays, as it helps whoever reads the message.
void find_bearer_tokens(std::string_view text, std::vector<range>& hidden) {
    constexpr std::string_view scheme = "earer ";
    for (auto last = text.find(' '); last != text.npos; last = text.find(' ', last + 1)) {
        auto const at = last + 1 - std::min(last + 1, scheme.size());
        if (text.substr(at, scheme.size()) != scheme) continue;
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

std::vector<range> find_secrets(std::string_view text) {
    std::vector<range> hidden; // allocates nothing while it is empty
    find_registered(text, hidden);
    find_secret_keys(text, hidden);
    find_bearer_tokens(text, hidden);
    return hidden;
}

} // namespace

void register_secret(std::string_view value) {
    if (value.size() < shortest_secret) return;
    auto& known = secrets();
    std::lock_guard const lock(known.guard);
    for (auto const& form : {std::string(value), json_escaped(value), percent_encoded(value, false),
                             percent_encoded(value, true)}) {
        auto const same = std::find(known.needles.begin(), known.needles.end(), form);
        if (same == known.needles.end()) known.needles.push_back(form);
    }
    known.any = true;
}

std::string redact(std::string_view text) {
    auto hidden = find_secrets(text);
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

bool holds_secret(std::string_view text) {
    return !find_secrets(text).empty();
}

} // namespace muster::core
