#include "launch/speed.hpp"

#include "core/overload.hpp"
#include "files/lines.hpp"
#include "journal/record.hpp"
#include "journal/sealed.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace muster::launch {

namespace {

using std::chrono::seconds;

constexpr std::uint64_t looked_at = 1U << 20U; // a minute of a run at 25 members a second, three times over
constexpr seconds longest{60};

/// Members settled within one second.
struct moment {
    core::wall_time at;
    std::uint64_t settled = 0;
};

void note(std::vector<moment>& moments, std::string const& at, std::uint64_t settled) {
    if (auto const time = core::parse_iso8601(at)) moments.push_back({*time, 0});
    if (!moments.empty()) moments.back().settled += settled;
}

std::vector<moment> last_moments(files::storage& storage, journal::directory const& where,
                                 std::uint64_t bytes) {
    std::vector<moment> moments;
    files::line_reader lines(storage, where.journal(), bytes - std::min(bytes, looked_at));
    while (auto const line = lines.next()) {
        if (!journal::is_intact(*line)) continue; // the first, of which we may have met the end only
        try {
            journal::decode(*line, [&](journal::record const& r) {
                std::visit(core::overload{[&](journal::run_started const&) { moments.clear(); },
                                          [&](journal::page_read const& p) { note(moments, p.at, 0); },
                                          [&](journal::member_settled const& s) { note(moments, s.at, 1); },
                                          [&](journal::rows_exported const& x) {
                                              if (!moments.empty())
                                                  moments.back().settled += x.written + x.unchanged;
                                          },
                                          [](auto const&) {}},
                           r);
            });
        } catch (std::invalid_argument const&) { // told where the journal is judged
        }
    }
    return moments;
}

} // namespace

std::optional<speed> recent_speed(files::storage& storage, journal::directory const& where,
                                  std::uint64_t bytes, core::wall_time now) {
    auto const moments = last_moments(storage, where, bytes);
    if (moments.empty()) return std::nullopt;
    auto const since = std::max(moments.front().at, now - longest);
    std::uint64_t settled = 0;
    for (auto const& m : moments)
        if (m.at >= since) settled += m.settled;
    speed p;
    p.over = std::max<core::duration>(now - since, seconds(1)); // else the clock was set
    p.since_last = std::max<core::duration>(now - moments.back().at, seconds(0));
    p.per_second = static_cast<double>(settled) / std::chrono::duration<double>(p.over).count();
    return p;
}

} // namespace muster::launch
