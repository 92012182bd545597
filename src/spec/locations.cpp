#include "spec/locations.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace muster::spec {

/// Walks a text that is known to be JSON, so it looks for no mistakes. Its depth is limited by that of the
/// parser.
class locations::scanner {
public:
    scanner(locations& into, renaming rename) : text_(into.text_), into_(into), rename_(std::move(rename)) {}

    void scan() {
        skip_space();
        value("", at_);
    }

private:
    [[nodiscard]] char here() const { return text_[at_]; }

    void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

    /// Goes past the string that begins here, and gives it with its quotes.
    std::string_view string() {
        auto const begin = at_++;
        while (here() != '"') at_ += here() == '\\' ? 2 : 1;
        ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void value(std::string const& pointer, std::size_t key) {
        into_.places_.insert_or_assign(pointer, place{key, at_}); // of duplicates the last counts
        if (here() == '{') {
            object(pointer);
        } else if (here() == '[') {
            array(pointer);
        } else if (here() == '"') {
            string();
        } else {
            at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
        }
    }

    void object(std::string const& pointer) {
        std::set<std::string> seen;
        while (next_item('}')) {
            auto const key_at = at_;
            std::string const key(boost::json::parse(string()).as_string());
            auto const child = child_pointer(pointer, rename_ ? rename_(key) : key);
            bool const again = !seen.insert(key).second;
            if (again) into_.duplicates_.push_back({child, position_of(text_, key_at)});
            skip_space();
            ++at_; // the colon
            skip_space();
            value(child, key_at);
        }
    }

    void array(std::string const& pointer) {
        for (std::size_t i = 0; next_item(']'); ++i) value(pointer + '/' + std::to_string(i), at_);
    }

    /// Goes past the opening bracket or a comma, to the next item; false, and past the end, if there is none.
    bool next_item(char end) {
        skip_space();
        bool const over = here() == end;
        ++at_;
        skip_space();
        if (over) return false;
        bool const empty = at_ < text_.size() && here() == end;
        if (empty) ++at_;
        return !empty;
    }

    std::string_view text_;
    locations& into_;
    renaming rename_;
    std::size_t at_ = 0;
};

locations::locations(std::string_view text, renaming rename) : text_(text) {
    scanner(*this, std::move(rename)).scan();
}

locations::place locations::find(std::string_view pointer) const {
    for (;;) {
        auto const found = places_.find(pointer);
        if (found != places_.end()) return found->second;
        auto const parent_end = pointer.rfind('/');
        if (parent_end == pointer.npos) return {0, 0};
        pointer = pointer.substr(0, parent_end);
    }
}

position locations::of_value(std::string_view pointer) const {
    return position_of(text_, find(pointer).value);
}

position locations::of_key(std::string_view pointer) const {
    bool const known = places_.contains(pointer);
    return known ? position_of(text_, find(pointer).key) : of_value(pointer);
}

position position_of(std::string_view text, std::size_t offset) {
    auto const before = text.substr(0, offset);
    auto const line_start = before.rfind('\n') + 1; // npos + 1 is 0
    auto const lines = static_cast<unsigned>(std::count(before.begin(), before.end(), '\n'));
    return {lines + 1, static_cast<unsigned>(offset - line_start) + 1};
}

std::string child_pointer(std::string_view parent, std::string_view key) {
    std::string pointer(parent);
    pointer += '/';
    for (char const c : key) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
    return pointer;
}

} // namespace muster::spec
