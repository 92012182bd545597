#include "service/start.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace muster::service {

using core::wall_time;
using std::chrono::seconds;

namespace {

constexpr std::size_t jobs_read = 8; // of a spec; only one at a time is under way
constexpr std::string_view stamp_form = "00000000T000000Z";

bool is_stamp(std::string_view text) {
    if (text.size() != stamp_form.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (stamp_form[i] == '0' ? !digit : text[i] != stamp_form[i]) return false;
    }
    return true;
}

std::optional<wall_time> parse_stamp(std::string_view text) {
    if (!is_stamp(text)) return std::nullopt;
    auto part = [&](std::size_t from, std::size_t size) { return std::string(text.substr(from, size)); };
    return core::parse_iso8601(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(9, 2) + ":"
                               + part(11, 2) + ":" + part(13, 2) + "Z");
}

/// What stands behind `<name>-`; empty if the id does not begin so.
std::string_view behind_name(std::string_view spec_name, std::string_view id) {
    if (!id.starts_with(spec_name)) return {};
    id.remove_prefix(spec_name.size());
    return id.starts_with('-') ? id.substr(1) : std::string_view();
}

/// FNV-1a: the same in each process, on each machine.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t h = 14695981039346656037U;
    for (char const c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return h;
}

} // namespace

std::string scheduled_job_id(std::string_view spec_name, wall_time t) {
    auto const day = std::chrono::floor<std::chrono::days>(t);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(std::chrono::floor<seconds>(t - day));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "-%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return std::string(spec_name) + text.data();
}

std::optional<wall_time> start_of_job(std::string_view spec_name, std::string_view id) {
    return parse_stamp(behind_name(spec_name, id));
}

bool is_job_of(std::string_view spec_name, std::string_view id) {
    auto const rest = behind_name(spec_name, id);
    return is_stamp(rest.substr(0, stamp_form.size()))
           && (rest.size() == stamp_form.size()
               || (rest.size() == stamp_form.size() + 5 && rest[stamp_form.size()] == '-'));
}

std::optional<std::string> job_before(std::string_view spec_name, std::string_view id,
                                      std::vector<std::string> const& ids) {
    std::optional<std::string> found;
    for (auto const& each : ids)
        if (each < id && is_job_of(spec_name, each)) found = each;
    return found;
}

std::vector<bool> are_recent(std::string_view spec_name, std::vector<std::string> const& ids, wall_time now) {
    std::vector<bool> recent(ids.size());
    auto const behind_now = scheduled_job_id(spec_name, now) + '~'; // behind all that were begun up to now
    for (bool const by_hand : {false, true}) {
        std::size_t latest = 0;
        std::size_t latest_until_now = 0;
        for (auto i = ids.size(); i-- > 0;) {
            if (start_of_job(spec_name, ids[i]).has_value() == by_hand) continue;
            recent[i] = latest++ < jobs_read;
            if (ids[i] < behind_now && latest_until_now++ < jobs_read) recent[i] = true;
        }
    }
    return recent;
}

wall_time due_moment(std::string_view spec_name, core::duration jitter, wall_time t,
                     std::optional<wall_time> after) {
    auto const range = static_cast<std::uint64_t>(std::chrono::floor<seconds>(jitter).count()) + 1;
    seconds late(hash_of(spec_name) % range);
    if (after) late = std::min(late, std::chrono::floor<seconds>(*after - t) - seconds(1));
    return t + std::max(late, seconds(0));
}

} // namespace muster::service
