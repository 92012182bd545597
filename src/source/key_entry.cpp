#include "source/key_entry.hpp"

namespace muster::source {
namespace {

void append_number(std::string& to, std::uint64_t n) {
    for (unsigned shift = 0; shift < 64; shift += 8) to += static_cast<char>(n >> shift & 0xFFU);
}

std::uint64_t read_number(std::string_view text) {
    std::uint64_t n = 0;
    for (unsigned i = 0; i < 8; ++i) n |= std::uint64_t{static_cast<unsigned char>(text[i])} << 8 * i;
    return n;
}

} // namespace

key_hash key_hasher::operator()(std::string_view key) {
    sum_.update(key);
    auto const digest = sum_.finish();
    key_hash hash;
    for (std::size_t i = 0; i < 8; ++i) {
        hash.high = hash.high << 8U | digest[i];
        hash.low = hash.low << 8U | digest[8 + i];
    }
    return hash;
}

void append_entry(std::string& to, key_entry const& e) {
    for (auto const n : {e.hash.high, e.hash.low, e.row.offset, e.row.line}) append_number(to, n);
}

key_entry read_entry(std::string_view text) {
    auto const number = [&](std::size_t i) { return read_number(text.substr(8 * i, 8)); };
    return {{number(0), number(1)}, {number(2), number(3)}};
}

} // namespace muster::source
