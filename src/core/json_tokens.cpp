#include "core/json_tokens.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace muster::core {
namespace {

namespace json = boost::json;

/// Bytes of the string that a text begins with, its quotes among them.
std::size_t string_size(std::string_view text) {
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    return std::min(at + 1, text.size());
}

/// What a string means that stands in its quotes.
std::string as_text(std::string_view written) {
    return std::string(json::parse(json::string_view(written.data(), written.size())).as_string());
}

/// The tokens of a text of valid JSON, one by one.
class tokens {
public:
    explicit tokens(std::string_view text) : text_(text) {}

    /// A string with its quotes, a mark (one of `{}[]:,`), or a number or word; empty at the end.
    std::string_view next() {
        at_ = std::min(text_.find_first_not_of(" \t\r\n", at_ + size_), text_.size());
        auto const rest = text_.substr(at_);
        if (rest.empty()) {
            size_ = 0;
        } else if (rest.front() == '"') {
            size_ = string_size(rest);
        } else {
            size_ = std::max<std::size_t>(1, std::min(rest.find_first_of("{}[]:, \t\r\n"), rest.size()));
        }
        return rest.substr(0, size_);
    }
    /// Where the token begins that next() gave.
    [[nodiscard]] std::size_t at() const { return at_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t size_ = 0;
};

} // namespace

std::size_t count_written_keys(std::string_view json) {
    std::size_t keys = 0; // which a colon follows, and nothing else is followed by one
    for (std::size_t at = 0; at < json.size(); ++at) {
        if (json[at] == '"') {
            at += string_size(json.substr(at)) - 1;
        } else if (json[at] == ':') {
            ++keys;
        }
    }
    return keys;
}

std::optional<repeated_key> find_repeated_key(std::string_view json) {
    std::vector<std::set<std::string>> open; // the keys of each object that is not closed yet
    std::string_view last;
    std::size_t begin = 0;
    tokens all(json);
    for (auto token = all.next(); !token.empty(); token = all.next()) {
        if (token == "{") open.emplace_back();
        if (token == "}" && !open.empty()) open.pop_back();
        if (token == ":" && !open.empty()) {
            auto key = as_text(last);
            if (!open.back().insert(key).second) return repeated_key{begin, std::move(key)};
        }
        last = token;
        begin = all.at();
    }
    return std::nullopt;
}

std::optional<std::size_t> find_huge_number(std::string_view json) {
    tokens all(json);
    for (auto token = all.next(); !token.empty(); token = all.next()) {
        bool const number = token.front() == '-' || (token.front() >= '0' && token.front() <= '9');
        if (!number || token.find_first_of(".eE") != token.npos) continue;
        if (json::parse(json::string_view(token.data(), token.size())).is_double()) return all.at();
    }
    return std::nullopt;
}

std::vector<written_member> written_members(std::string_view json) {
    std::vector<written_member> members;
    std::size_t depth = 0, begin = 0, end = 0; // of the member, once its key was seen
    bool in_member = false;
    tokens all(json);
    for (auto token = all.next(); !token.empty(); token = all.next()) {
        bool const closes = token == "}" || token == "]";
        if (closes) --depth;
        if (in_member && (depth == 0 || (depth == 1 && token == ","))) {
            members.back().text = json.substr(begin, end - begin);
            in_member = false;
        } else if (depth == 1 && !in_member && token.front() == '"') {
            begin = all.at();
            members.push_back({as_text(token), {}});
            in_member = true;
        }
        end = all.at() + token.size();
        if (token == "{" || token == "[") ++depth;
    }
    return members;
}

} // namespace muster::core
