#include "sink/row_hash.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace muster::sink {

namespace json = boost::json;

namespace {

constexpr std::size_t hex_digits = 32;

void append_number(std::string& out, std::uint64_t n) {
    out += std::to_string(n) + ":";
}

void append_text(std::string& out, std::string_view text) {
    append_number(out, text.size());
    out += text;
}

/// Each value begins with a letter of its kind, and says its length before what may hold anything.
void append_value(std::string& out, json::value const& v) {
    switch (v.kind()) {
    case json::kind::null: out += 'z'; break;
    case json::kind::bool_: out += v.get_bool() ? 't' : 'f'; break;
    case json::kind::int64:
        // The same whole number is the same, whichever of both kinds the reader took it for.
        out += v.get_int64() < 0 ? "i-" : "i";
        append_number(out, v.get_int64() < 0 ? 0 - static_cast<std::uint64_t>(v.get_int64())
                                             : static_cast<std::uint64_t>(v.get_int64()));
        break;
    case json::kind::uint64:
        out += 'i';
        append_number(out, v.get_uint64());
        break;
    case json::kind::double_:
        out += 'd';
        append_number(out, std::bit_cast<std::uint64_t>(v.get_double()));
        break;
    case json::kind::string:
        out += 's';
        append_text(out, std::string_view(v.get_string()));
        break;
    case json::kind::array:
        out += 'a';
        append_number(out, v.get_array().size());
        for (auto const& each : v.get_array()) append_value(out, each);
        break;
    case json::kind::object: {
        std::vector<json::key_value_pair const*> members;
        for (auto const& each : v.get_object()) members.push_back(&each);
        std::ranges::sort(members, {}, [](auto const* each) { return std::string_view(each->key()); });
        out += 'o';
        append_number(out, members.size());
        for (auto const* each : members) {
            append_text(out, std::string_view(each->key()));
            append_value(out, each->value());
        }
        break;
    }
    }
}

} // namespace

row_hash::row_hash(table_layout const& layout) : cells_(layout.cells) {
    append_number(columns_, cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        auto const& column = layout.columns[i + 1];
        append_text(columns_, column.name);
        append_number(columns_, static_cast<std::uint64_t>(column.form));
    }
}

std::string row_hash::operator()(cell_views cells) {
    bytes_ = columns_;
    for (auto const i : cells_) append_value(bytes_, *cells[i]);
    sum_.update(bytes_);
    return sum_.finish_hex().substr(0, hex_digits);
}

} // namespace muster::sink
