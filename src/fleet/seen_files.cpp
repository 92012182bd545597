#include "fleet/seen_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace muster::fleet {

namespace fs = std::filesystem;

namespace {

std::string_view last_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

[[noreturn]] void refuse_to_change(fs::path const& p) {
    throw files::io_error("cannot change " + p.string() + ": " + std::strerror(EROFS), EROFS);
}

} // namespace

seen_directories::directory const* seen_files::above(std::string_view path) const {
    auto const slash = path.rfind('/');
    if (slash == path.npos) return nullptr;
    auto const it = seen_.held.find(path.substr(0, slash));
    return it == seen_.held.end() ? nullptr : &it->second;
}

std::optional<std::string> seen_files::read(fs::path const& p, std::uint64_t offset, std::size_t most) {
    auto const path = in_.inside(p);
    auto const* const directory = above(path);
    if (directory == nullptr) return in_.read(p, offset, most);
    auto const it = directory->find(last_name(path));
    if (it == directory->end()) return std::nullopt;
    auto const& f = it->second;
    if (f.about.what != files::entry::kind::file || f.about.size == 0 || (!f.grows && f.parts.empty()))
        return in_.read(p, offset, most);
    if (offset >= f.about.size) return std::string();
    auto const length = std::min<std::uint64_t>(most, f.about.size - offset);
    for (auto const& each : f.parts)
        if (each.begin <= offset && offset + length <= each.begin + each.bytes.size())
            return each.bytes.substr(offset - each.begin, length);
    return in_.read(p, offset, length);
}

std::optional<files::entry> seen_files::look(fs::path const& p) {
    auto const path = in_.inside(p);
    auto const* const directory = above(path);
    if (directory == nullptr) return in_.look(p);
    auto const it = directory->find(last_name(path));
    return it == directory->end() ? std::nullopt : std::optional(it->second.about);
}

std::optional<std::vector<files::entry>> seen_files::list(fs::path const& p) {
    auto const it = seen_.held.find(in_.inside(p));
    if (it == seen_.held.end()) return in_.list(p);
    std::vector<files::entry> all;
    for (auto const& [name, f] : it->second) all.push_back(f.about);
    return all;
}

std::chrono::seconds seen_files::lock_outlives(fs::path const& p) {
    return in_.lock_outlives(p);
}

bool seen_files::is_locked(fs::path const& p) {
    auto const path = in_.inside(p);
    return above(path) == nullptr ? in_.is_locked(p) : seen_.leased.contains(path);
}

void seen_files::make_directories(fs::path const& p) {
    refuse_to_change(p);
}

std::unique_ptr<files::append_file> seen_files::open_append(fs::path const& p) {
    refuse_to_change(p);
}

void seen_files::truncate(fs::path const& p, std::uint64_t /*size*/) {
    refuse_to_change(p);
}

void seen_files::rename(fs::path const& from, fs::path const& /*to*/) {
    refuse_to_change(from);
}

void seen_files::remove(fs::path const& p) {
    refuse_to_change(p);
}

void seen_files::set_mode(fs::path const& p, unsigned /*mode*/) {
    refuse_to_change(p);
}

void seen_files::sync_directory(fs::path const& p) {
    refuse_to_change(p);
}

std::unique_ptr<files::file_lock> seen_files::lock(fs::path const& p, std::string_view /*text*/) {
    refuse_to_change(p);
}

} // namespace muster::fleet
