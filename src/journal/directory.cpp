#include "journal/directory.hpp"

#include "core/errors.hpp"

#include <algorithm>
#include <cstdlib>

namespace muster::journal {

namespace fs = std::filesystem;

directory::directory(fs::path const& state_directory, std::string job_id)
    : id(std::move(job_id)),
      root(state_directory / "jobs" / id) {}

fs::path default_state_directory() {
    auto const from = [](char const* name) -> fs::path {
        char const* const value = std::getenv(name);
        return value != nullptr ? value : "";
    };
    if (auto const own = from("MUSTER_STATE_DIR"); !own.empty()) return own;
    if (auto const xdg = from("XDG_STATE_HOME"); xdg.is_absolute()) return xdg / "muster";
    if (auto const home = from("HOME"); !home.empty()) return home / ".local" / "state" / "muster";
    throw core::job_error(core::exit_status::usage,
                          "there is no place for the job's files: give --state-dir, or set MUSTER_STATE_DIR");
}

std::string make_job_id(std::string_view name, core::wall_time now, std::uint16_t random) {
    std::string stamp; // 2026-01-31T09:05:07.123Z without its punctuation and milliseconds
    for (char const c : core::to_iso8601(now).substr(0, 19))
        if (c != '-' && c != ':') stamp.push_back(c);
    std::string digits;
    for (unsigned shift = 16; shift > 0; shift -= 4)
        digits.push_back("0123456789abcdef"[(random >> (shift - 4)) & 15U]);
    return std::string(name) + "-" + stamp + "Z-" + digits;
}

bool is_job_id(std::string_view text) {
    constexpr std::size_t longest = 128;
    auto const allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
               || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= longest && text.front() != '.' && text.front() != '-'
           && std::all_of(text.begin(), text.end(), allowed);
}

std::vector<std::string> job_ids(fs::path const& state_directory) {
    std::vector<std::string> ids;
    std::error_code none;
    for (fs::directory_iterator at(state_directory / "jobs", none), end; !none && at != end;
         at.increment(none))
        if (at->is_directory(none) && is_job_id(at->path().filename().string()))
            ids.push_back(at->path().filename());
    std::sort(ids.begin(), ids.end());
    return ids;
}

} // namespace muster::journal
