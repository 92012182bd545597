#include "fleet/database_storage.hpp"

#include "core/random_hex.hpp"
#include "fleet/seen_files.hpp"
#include "fleet/shared_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace muster::fleet {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds patience{10};
constexpr std::chrono::seconds patience_under_lock{120};
constexpr std::chrono::seconds patience_in_a_hurry{8}; // a run that is stopped has ten seconds
constexpr std::chrono::seconds answers_within{10};
/// What is appended without a sync is written when it is so much.
constexpr std::size_t largest_piece = std::size_t{256} * 1024;
constexpr std::size_t bytes_of_token = 8;

database::postgres_address bounded(database::postgres_address at) {
    at.answers_within = answers_within;
    return at;
}

std::string_view parent_of(std::string_view path) {
    return path.substr(0, std::min(path.rfind('/'), path.size()));
}

bool is_in(std::string_view directory, std::string_view path) {
    return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

} // namespace

/// A file that was appended to, and what of it is not written yet.
struct database_storage::growing {
    growing(std::string where, open_entry end) : path(std::move(where)), at(end) {}
    std::string const path;
    std::mutex alone; // of those below
    open_entry at;
    std::string gathered;
};

class database_storage::growing_file final : public files::append_file {
public:
    growing_file(database_storage& in, std::shared_ptr<growing> what) : in_(in), what_(std::move(what)) {}
    ~growing_file() override {
        try {
            sync();
        } catch (std::exception const&) { // nobody waits for it to be there
        }
    }
    void append(std::string_view bytes) override {
        std::lock_guard const alone(what_->alone);
        what_->gathered += bytes;
        if (what_->gathered.size() >= largest_piece) in_.write(*what_);
    }
    void sync() override {
        std::lock_guard const alone(what_->alone);
        in_.write(*what_);
    }

private:
    database_storage& in_;
    std::shared_ptr<growing> what_;
};

class database_storage::held_lock final : public shared_lock {
public:
    held_lock(database_storage& in, std::shared_ptr<lease> on) : shared_lock(std::move(on)), in_(in) {}
    ~held_lock() override {
        std::lock_guard const alone(in_.mutex_);
        std::erase_if(in_.leases_, [this](auto const& each) { return each.second == on_; });
    }

private:
    database_storage& in_;
};

database_storage::database_storage(database::postgres_address const& at, fs::path root)
    : root_(std::move(root)),
      server_(bounded(at)) {}

std::string database_storage::inside(fs::path const& p) const {
    std::string_view rest = p.native();
    rest.remove_prefix(std::min(root_.native().size(), rest.size()));
    while (rest.starts_with('/')) rest.remove_prefix(1);
    while (rest.ends_with('/')) rest.remove_suffix(1);
    return std::string(rest);
}

std::shared_ptr<lease> database_storage::lease_over(std::string const& path) const {
    std::lock_guard const alone(mutex_);
    for (auto const& [lock, each] : leases_)
        if (is_in(parent_of(lock), path)) return each;
    return nullptr;
}

template <class Work>
auto database_storage::ask(std::string const& action, std::string const& path, Work const& work) {
    using result = decltype(work(std::declval<connection&>(), tenures()));
    auto const held = lease_over(path);
    auto const failed = [&](std::string const& why, int code) {
        return files::io_error("cannot " + action + " " + (root_ / path).string() + ": " + why, code);
    };
    try {
        return server_.ask<result>(
            [&](connection& on) { return work(on, held ? tenures(held->held()) : tenures()); },
            [&](steady_clock::duration so_far) {
                if (held && held->lost()) return false;
                bool const hurries = steady_clock::now() - patience_in_a_hurry > hurries_from_.load();
                return so_far < (held ? patience_under_lock : patience) && !hurries;
            });
    } catch (lease_lost const&) {
        throw failed("another host has taken the job over", ESTALE);
    } catch (not_possible const& e) {
        throw failed(std::strerror(e.code), e.code);
    } catch (core::obstacle const& e) {
        if (held && held->lost()) throw failed("another host has taken the job over", ESTALE);
        throw failed(e.what(), e.what_kind() == core::obstacle::kind::passing ? EHOSTUNREACH : EIO);
    }
}

void database_storage::write(growing& g) {
    if (g.gathered.empty()) return;
    bool sent = false;
    ask("write", g.path, [&](connection& on, tenures const& under) {
        fleet::append(on, g.at, g.gathered, under, sent);
        return true;
    });
    g.at.size += g.gathered.size();
    g.gathered.clear();
}

void database_storage::write_out(std::string const& path) {
    std::vector<std::shared_ptr<growing>> which;
    {
        std::lock_guard const alone(mutex_);
        for (auto const& each : growing_)
            if (auto g = each.lock(); g && is_in(path, g->path)) which.push_back(std::move(g));
    }
    for (auto const& each : which) {
        std::lock_guard const alone(each->alone);
        write(*each);
    }
}

void database_storage::make_directories(fs::path const& p) {
    auto const path = inside(p);
    ask("make the directory", path, [&](connection& on, tenures const& under) {
        fleet::make_directory(on, path, under);
        return true;
    });
}

std::unique_ptr<files::append_file> database_storage::open_append(fs::path const& p) {
    auto const path = inside(p);
    write_out(path);
    auto const at =
        ask("open", path, [&](connection& on, tenures const& under) { return fleet::open(on, path, under); });
    auto what = std::make_shared<growing>(path, at);
    std::lock_guard const alone(mutex_);
    std::erase_if(growing_, [](auto const& each) { return each.expired(); });
    growing_.push_back(what);
    return std::make_unique<growing_file>(*this, std::move(what));
}

std::optional<std::string> database_storage::read(fs::path const& p, std::uint64_t offset, std::size_t most) {
    auto const path = inside(p);
    write_out(path);
    return ask("read", path,
               [&](connection& on, tenures const&) { return fleet::read(on, path, offset, most); });
}

std::optional<files::entry> database_storage::look(fs::path const& p) {
    auto const path = inside(p);
    write_out(path);
    return ask("look at", path, [&](connection& on, tenures const&) { return fleet::look(on, path); });
}

std::optional<std::vector<files::entry>> database_storage::list(fs::path const& p) {
    auto const path = inside(p);
    write_out(path);
    return ask("list", path, [&](connection& on, tenures const&) { return fleet::list(on, path); });
}

void database_storage::truncate(fs::path const& p, std::uint64_t size) {
    auto const path = inside(p);
    write_out(path);
    ask("truncate", path, [&](connection& on, tenures const& under) {
        fleet::truncate(on, path, size, under);
        return true;
    });
}

void database_storage::rename(fs::path const& from, fs::path const& to) {
    auto const before = inside(from), after = inside(to);
    write_out(before);
    bool sent = false;
    ask("rename to " + to.string() + " what is", before, [&](connection& on, tenures const& under) {
        fleet::rename(on, before, after, under, sent);
        return true;
    });
    move_leases(before, after);
}

void database_storage::move_leases(std::string const& from, std::string const& to) {
    std::lock_guard const alone(mutex_);
    decltype(leases_) moved;
    for (auto& [lock, each] : leases_)
        moved.emplace(is_in(from, lock) ? to + lock.substr(from.size()) : lock, each);
    leases_ = std::move(moved);
}

void database_storage::remove(fs::path const& p) {
    auto const path = inside(p);
    write_out(path);
    bool sent = false;
    ask("remove", path, [&](connection& on, tenures const& under) {
        fleet::remove(on, path, under, sent);
        return true;
    });
    std::lock_guard const alone(mutex_);
    leases_.erase(path); // a lock is gone with its file
}

void database_storage::set_mode(fs::path const& p, unsigned mode) {
    auto const path = inside(p);
    ask("set the permissions of", path, [&](connection& on, tenures const& under) {
        fleet::set_mode(on, path, mode, under);
        return true;
    });
}

std::unique_ptr<files::file_lock> database_storage::lock(fs::path const& p, std::string_view text) {
    auto const path = inside(p);
    auto const holder = std::string(text) + core::random_hex(bytes_of_token); // tells it from every other
    std::shared_ptr<lease> taken = ask("lock", path, [&](connection&, tenures const&) {
        return lease::take(server_.address(), path, holder);
    });
    if (!taken) return nullptr;
    {
        std::lock_guard const alone(mutex_);
        leases_[path] = taken;
    }
    auto held = std::make_unique<held_lock>(*this, taken);
    static_cast<void>(open_append(p)); // which makes it, if it is missing
    truncate(p, 0);
    open_append(p)->append(text);
    return held;
}

void database_storage::hurry() {
    auto none = steady_clock::time_point::max();
    hurries_from_.compare_exchange_strong(none, steady_clock::now());
}

std::map<std::string, std::string> database_storage::said() {
    return ask("look at the locks of", "", [](connection& on, tenures const&) {
        auto const found =
            on.run("SELECT path, says FROM muster.leases WHERE until > clock_timestamp() AND says <> ''");
        std::map<std::string, std::string> all;
        for (int row = 0; row < found.rows(); ++row) all.emplace(found.text(row, 0), found.text(row, 1));
        return all;
    });
}

std::unique_ptr<files::storage> database_storage::see(std::vector<fs::path> const& directories,
                                                      std::vector<portion> const& portions) {
    std::vector<std::string> paths;
    for (auto const& each : directories) paths.push_back(inside(each));
    for (auto const& each : paths) write_out(each);
    auto const above = paths.empty() ? std::string() : std::string(parent_of(paths.front()));
    return std::make_unique<seen_files>(*this, ask("list", above, [&](connection& on, tenures const&) {
        return read_at_once(on, paths, portions);
    }));
}

bool database_storage::is_locked(fs::path const& p) {
    auto const path = inside(p);
    return ask("look at the lock", path,
               [&](connection& on, tenures const&) { return fleet::is_leased(on, path); });
}

} // namespace muster::fleet
