#include "journal/sealed.hpp"

#include "core/read_json.hpp"

#include <array>
#include <stdexcept>
#include <zlib.h>

namespace muster::journal {

namespace json = boost::json;

namespace {

constexpr std::string_view before_crc = ",\"crc\":\"";
constexpr std::string_view after_crc = "\"}";
constexpr std::size_t crc_digits = 8;
static_assert(seal_size == before_crc.size() + crc_digits + after_crc.size());

std::array<char, crc_digits> digits_of(std::string_view bytes) {
    auto value = ::crc32_z(0, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    std::array<char, crc_digits> digits{};
    for (auto place = digits.rbegin(); place != digits.rend(); ++place, value >>= 4U)
        *place = "0123456789abcdef"[value & 15U];
    return digits;
}

} // namespace

std::string checksum(std::string_view bytes) {
    auto const digits = digits_of(bytes);
    return {digits.begin(), digits.end()};
}

void seal(std::string& out, std::size_t start) {
    auto const sum = digits_of(std::string_view(out).substr(start));
    out.append(before_crc).append(sum.data(), sum.size()).append(after_crc).push_back('\n');
}

bool is_intact(std::string_view line) {
    if (line.size() <= seal_size || !line.ends_with(after_crc)) return false;
    auto const covered = line.substr(0, line.size() - seal_size);
    auto const tail = line.substr(covered.size());
    if (!tail.starts_with(before_crc)) return false;
    auto const digits = digits_of(covered);
    return tail.substr(before_crc.size(), crc_digits) == std::string_view(digits.data(), digits.size());
}

json::object parse_sealed(std::string_view line, json::storage_ptr memory) {
    if (!is_intact(line))
        throw std::invalid_argument("the line is not whole, or its checksum does not match");
    return parse_intact(line, std::move(memory));
}

json::object parse_intact(std::string_view line, json::storage_ptr memory) {
    // What was written must be readable: a line nests a member's data a few levels deeper than the platform
    // did, and a system's message may hold a file name that is not UTF-8.
    json::parse_options options;
    options.max_depth = deepest;
    options.allow_invalid_utf8 = true;
    boost::system::error_code error;
    auto parsed = core::read_json(line, error, std::move(memory), options);
    if (error || !parsed.is_object()) throw std::invalid_argument("the line is not a JSON object");
    return std::move(parsed.get_object());
}

} // namespace muster::journal
