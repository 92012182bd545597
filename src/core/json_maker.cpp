#include "core/json_maker.hpp"

#include "core/read_json.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace muster::core {

namespace json = boost::json;

namespace {

/// What is seldom, or hard, is Boost.JSON's to read.
json::value read_odd(std::string_view text) {
    boost::system::error_code error;
    auto v = read_json(text, error);
    if (error) throw json_maker::not_json();
    return v;
}

} // namespace

json_maker::json_maker(std::string_view text, std::size_t most_depth, json::storage_ptr memory)
    : scan_(text, most_depth),
      made_(json::storage_ptr(), room_.data(), room_.size()) {
    made_.reset(std::move(memory));
}

void json_maker::make() {
    switch (scan_.next()) {
    case '"': return make_string();
    case '{':
        return make_object([this](std::string_view key) {
            keep(key);
            make();
            return true;
        });
    case '[': return make_list([this] { make(); });
    case 't': pass(); return made_.push_bool(true);
    case 'f': pass(); return made_.push_bool(false);
    case 'n': pass(); return made_.push_null();
    default: make_number();
    }
}

/// What the next string says. It is there until the next that was written with escapes.
std::string_view json_maker::take_string() {
    auto const text = scan_.take_string();
    if (!text) throw not_json();
    if (!scan_.is_escaped()) return *text;
    text_ = read_odd({text->data() - 1, text->size() + 2}).get_string(); // with its quotes
    return text_;
}

std::string_view json_maker::take_key() {
    auto const key = take_string();
    if (!scan_.take(':')) throw not_json();
    return key;
}

void json_maker::make_string() {
    made_.push_string(take_string());
}

void json_maker::make_number() {
    auto const text = scan_.take_value();
    if (!text) throw not_json();
    std::int64_t whole = 0;
    auto const* const end = text->data() + text->size();
    auto const [stop, error] = std::from_chars(text->data(), end, whole);
    if (error == std::errc() && stop == end) return made_.push_int64(whole);
    auto const number = read_odd(*text);
    if (auto const* const large = number.if_uint64()) return made_.push_uint64(*large);
    auto const rough = number.get_double();
    if (!std::isfinite(rough)) return made_.push_null();
    made_.push_double(rough);
}

} // namespace muster::core
