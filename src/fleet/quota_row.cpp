#include "fleet/quota_row.hpp"

#include <array>
#include <bit>
#include <optional>
#include <string_view>

namespace muster::fleet {
namespace {

// All hosts read what one has written: the bytes of a state are its format (store_format).
static_assert(std::endian::native == std::endian::little);
static_assert(sizeof(pacing::quota_state)
              == 7 * sizeof(std::int64_t) + pacing::quota_state::live_buckets * sizeof(std::uint32_t));

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string to_hex(pacing::quota_state const& state) {
    auto const bytes = std::bit_cast<std::array<unsigned char, sizeof state>>(state);
    std::string text;
    for (auto const b : bytes) {
        text += hex_digits[b >> 4U];
        text += hex_digits[b & 15U];
    }
    return text;
}

std::optional<pacing::quota_state> from_hex(std::string_view text) {
    std::array<unsigned char, sizeof(pacing::quota_state)> bytes{};
    if (text.size() != 2 * bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const high = hex_digits.find(text[2 * i]), low = hex_digits.find(text[2 * i + 1]);
        if (high == hex_digits.npos || low == hex_digits.npos) return std::nullopt;
        bytes[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return std::bit_cast<pacing::quota_state>(bytes);
}

} // namespace

quota_row read_quota_row(database::postgres_connection& on, std::string const& name) {
    auto const got = on.run("SELECT (SELECT encode(q.state, 'hex') FROM muster.quotas AS q WHERE "
                            "q.name = $1), (EXTRACT(epoch FROM clock_timestamp()) * 1000000)::bigint",
                            {name});
    quota_row row;
    row.as_read = got.text(0, 0);
    row.used = from_hex(row.as_read).value_or(pacing::quota_state{});
    row.clock = static_cast<std::int64_t>(got.number(0, 1));
    return row;
}

bool write_quota_row(database::postgres_connection& on, std::string const& name, quota_row const& row) {
    auto const state = to_hex(row.used);
    if (row.as_read.empty())
        return on.run("INSERT INTO muster.quotas (name, state) VALUES ($1, decode($2, 'hex')) "
                      "ON CONFLICT DO NOTHING",
                      {name, state})
                   .changed()
               == 1;
    return on.run("UPDATE muster.quotas SET state = decode($2, 'hex') WHERE name = $1 AND state = "
                  "decode($3, 'hex')",
                  {name, state, row.as_read})
               .changed()
           == 1;
}

} // namespace muster::fleet
