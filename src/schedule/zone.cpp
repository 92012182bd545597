#include "schedule/zone.hpp"

#include "core/ascii.hpp"
#include "core/node.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <vector>

namespace muster::schedule {

namespace {

constexpr std::size_t longest_name = 64;

bool is_name(std::string_view name) {
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
               || c == '+' || c == '-' || c == '/';
    };
    return !name.empty() && name.size() <= longest_name && name.front() != '/' && name.back() != '/'
           && name.find("//") == std::string_view::npos && std::all_of(name.begin(), name.end(), fits);
}

std::string directory() {
    char const* const set = std::getenv("TZDIR");
    return set != nullptr && *set != '\0' ? set : "/usr/share/zoneinfo";
}

/// What tells one content of a file from the next.
struct version {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    timespec changed{};
    bool operator==(version const& o) const {
        return device == o.device && inode == o.inode && size == o.size && changed.tv_sec == o.changed.tv_sec
               && changed.tv_nsec == o.changed.tv_nsec;
    }
};

std::optional<version> version_of(std::string const& file) {
    struct stat s {};
    if (::stat(file.c_str(), &s) != 0 || !S_ISREG(s.st_mode)) return std::nullopt;
    return version{s.st_dev, s.st_ino, s.st_size, s.st_mtim};
}

struct loaded {
    version tried;                        ///< what was read last, whether or not it was sound
    unsigned times = 0;                   ///< that it was tried
    std::optional<cctz::time_zone> rules; ///< of the last sound one
};

/// The zones in use. cctz keeps what it once loaded, or failed to, for the life of the process, by the path
/// that it was given: a file that has changed is loaded by another spelling of its path.
std::map<std::string, loaded>& zones() {
    static std::map<std::string, loaded> all;
    return all;
}

/// The rules as the file has them; the last sound ones where it has none.
std::optional<cctz::time_zone> load(std::string const& name) {
    auto const file = directory() + '/' + name;
    auto const now = version_of(file);
    auto const found = zones().find(file);
    if (!now) return found == zones().end() ? std::nullopt : found->second.rules;
    auto& known = found == zones().end() ? zones()[file] : found->second;
    if (known.times > 0 && known.tried == *now) return known.rules;

    auto path = directory() + '/';
    for (unsigned i = 0; i < known.times; ++i) path += "./";
    known.tried = *now;
    ++known.times;
    cctz::time_zone rules;
    if (cctz::load_time_zone(path + name, &rules)) known.rules = rules;
    return known.rules;
}

/// The names of all zones that stand below a continent or ocean: `Europe/Berlin`, not `CET`.
std::vector<std::string> names_of_places() {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    std::error_code error; // what cannot be read is not proposed, that is all
    fs::path const root(directory());
    for (fs::recursive_directory_iterator i(root, error), end; !error && i != end; i.increment(error)) {
        auto const name = i->path().lexically_relative(root).string();
        if (i.depth() == 0 || name.starts_with("posix/") || name.starts_with("right/")
            || name.starts_with("Etc/"))
            continue;
        if (is_name(name) && i->is_regular_file(error)) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

std::optional<std::string> zone::nearest(std::string_view name) {
    auto const all = names_of_places();
    auto const wanted = core::lower_ascii(name);
    std::vector<std::string> lowered;
    for (auto const& each : all) lowered.push_back(core::lower_ascii(each));
    for (std::size_t i = 0; i < all.size(); ++i)
        if (lowered[i] == wanted || lowered[i].ends_with('/' + wanted)) return all[i];
    auto const near = core::nearest(wanted, {lowered.begin(), lowered.end()});
    if (!near) return std::nullopt;
    auto const found = std::find(lowered.begin(), lowered.end(), *near);
    return all[static_cast<std::size_t>(found - lowered.begin())];
}

bool zone::any_installed() {
    return version_of(directory() + "/Etc/UTC") || version_of(directory() + "/UTC");
}

std::optional<zone> zone::find(std::string_view name) {
    if (name == "UTC") return utc();
    if (!is_name(name) || !load(std::string(name))) return std::nullopt;
    return zone(std::string(name));
}

zone zone::utc() {
    return zone("UTC");
}

cctz::time_zone zone::rules() const {
    if (name_ == "UTC") return cctz::utc_time_zone();
    return load(name_).value_or(cctz::utc_time_zone()); // it was there when it was found
}

std::string describe(core::wall_time t, zone const& where) {
    auto const rules = where.rules();
    bool const whole_minute = rules.lookup(t).cs.second() == 0;
    return cctz::format(whole_minute ? "%a %Y-%m-%d %H:%M " : "%a %Y-%m-%d %H:%M:%S ", t, rules)
           + where.name();
}

} // namespace muster::schedule
