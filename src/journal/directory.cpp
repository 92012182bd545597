#include "journal/directory.hpp"

#include "core/errors.hpp"

#include <algorithm>
#include <cstdlib>

namespace muster::journal {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view spec_name = "spec.json";
constexpr std::string_view journal_name = "journal.jsonl";
constexpr std::string_view checkpoint_name = "checkpoint.json";
constexpr std::string_view lock_name = "lock";
constexpr std::string_view members_name = "members.jsonl";
constexpr std::string_view rows_name = "rows";
constexpr std::string_view told_name = "told.json";
constexpr std::string_view verified_name = "verified.json";
constexpr std::string_view control_name = "control.sock";
constexpr std::string_view keys_prefix = "keys-";
constexpr std::string_view of_members = "of-members";
constexpr std::string_view of_rows = "of-rows";
constexpr std::string_view torn_prefix = "journal.torn-";
constexpr std::string_view bad_prefix = "checkpoint.json.bad-";

} // namespace

directory::directory(fs::path const& state_directory, std::string job_id)
    : id(std::move(job_id)),
      root(state_directory / "jobs" / id) {}

fs::path directory::spec() const {
    return root / spec_name;
}

fs::path directory::journal() const {
    return root / journal_name;
}

fs::path directory::checkpoint() const {
    return root / checkpoint_name;
}

fs::path directory::lock() const {
    return root / lock_name;
}

fs::path directory::members() const {
    return root / members_name;
}

fs::path directory::keys(std::size_t n) const {
    return root / (std::string(keys_prefix) + std::to_string(n));
}

fs::path directory::rows() const {
    return root / rows_name;
}

fs::path directory::member_keys() const {
    return root / (std::string(keys_prefix) + std::string(of_members));
}

fs::path directory::row_keys() const {
    return root / (std::string(keys_prefix) + std::string(of_rows));
}

fs::path directory::verified() const {
    return root / verified_name;
}

fs::path directory::told() const {
    return root / told_name;
}

fs::path directory::control() const {
    return root / control_name;
}

fs::path directory::torn_tail(std::uint64_t offset, unsigned n) const {
    return root
           / (std::string(torn_prefix) + std::to_string(offset) + (n > 1 ? "-" + std::to_string(n) : ""));
}

fs::path directory::bad_checkpoint(unsigned n) const {
    return root / (std::string(bad_prefix) + std::to_string(n));
}

bool directory::holds_keys(std::string_view name) {
    if (!name.starts_with(keys_prefix)) return false;
    auto const whose = name.substr(keys_prefix.size());
    return whose == of_members || whose == of_rows
           || (!whose.empty() && std::ranges::all_of(whose, [](char c) { return c >= '0' && c <= '9'; }));
}

directory::role directory::role_of(std::string_view name) {
    auto const names = {spec_name, journal_name, checkpoint_name, lock_name,   members_name,
                        rows_name, told_name,    verified_name,   control_name};
    if (std::find(names.begin(), names.end(), name) != names.end()) return role::of_the_job;
    if (name.ends_with(files::temporary_suffix)) {
        auto const replaced = name.substr(0, name.size() - files::temporary_suffix.size());
        auto const of_replaced = role_of(replaced);
        bool const ours = of_replaced == role::of_the_job || of_replaced == role::put_aside;
        return ours ? role::temporary : role::foreign;
    }
    if (holds_keys(name)) return role::of_the_job;
    // What is sorted on the disk until the keys are made of it.
    if (name.starts_with(keys_prefix) && name.ends_with(".sorting")) return role::temporary;
    bool const aside = name.starts_with(torn_prefix) || name.starts_with(bad_prefix);
    return aside ? role::put_aside : role::foreign;
}

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

std::vector<std::string> job_ids(files::storage& files, fs::path const& state_directory) {
    std::vector<std::string> ids;
    for (auto& each : files.list(state_directory / "jobs").value_or(std::vector<files::entry>()))
        if (each.what == files::entry::kind::directory && is_job_id(each.name))
            ids.push_back(std::move(each.name));
    return ids;
}

} // namespace muster::journal
