#include "cli/job_files.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

enum class role { of_the_job, kept, temporary, foreign };

bool is_of_a_job(std::string_view name) {
    constexpr std::array<std::string_view, 4> always{"spec.json", "journal.jsonl", "checkpoint.json", "lock"};
    return std::find(always.begin(), always.end(), name) != always.end();
}

role role_of(fs::path const& p) {
    auto const is_kept = [](std::string_view name) {
        return name.starts_with("journal.torn-") || name.starts_with("checkpoint.json.bad-");
    };
    auto const name = p.filename().string();
    if (is_of_a_job(name)) return role::of_the_job;
    if (p.extension() != ".new") return is_kept(name) ? role::kept : role::foreign;
    auto const replaced = p.stem().string();
    if (is_kept(replaced)) return role::temporary;
    if (replaced == "checkpoint.json") return role::temporary; // a shortcut, whether there is another or not
    // What the job lacks may be in it: that is for a person to judge.
    bool const there = is_of_a_job(replaced) && fs::exists(p.parent_path() / replaced);
    return there ? role::temporary : role::foreign;
}

/// The directory's entries of that kind, by name.
std::vector<fs::path> entries(journal::directory const& job,
                              std::function<bool(fs::path const&)> const& wanted) {
    std::vector<fs::path> found;
    std::error_code none;
    for (fs::directory_iterator at(job.root, none), end; !none && at != end; at.increment(none))
        if (wanted(at->path())) found.push_back(at->path());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<fs::path> entries(journal::directory const& job, role r) {
    return entries(job, [r](fs::path const& p) { return role_of(p) == r; });
}

bool is_open_to_others(fs::path const& p) {
    std::error_code none;
    auto const status = fs::symlink_status(p, none);
    bool const has_a_mode = fs::is_regular_file(status) || fs::is_directory(status);
    return has_a_mode
           && (status.permissions() & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
}

} // namespace

std::vector<fs::path> open_to_others(journal::directory const& job) {
    auto found =
        entries(job, [](fs::path const& p) { return role_of(p) != role::foreign && is_open_to_others(p); });
    if (is_open_to_others(job.root)) found.insert(found.begin(), job.root);
    return found;
}

std::vector<fs::path> temporary_files(journal::directory const& job) {
    return entries(job, role::temporary);
}

std::vector<fs::path> kept_files(journal::directory const& job) {
    return entries(job, role::kept);
}

std::vector<fs::path> foreign_files(journal::directory const& job) {
    return entries(job, role::foreign);
}

} // namespace muster::cli
