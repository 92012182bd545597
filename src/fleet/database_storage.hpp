#pragma once
#include "files/storage.hpp"
#include "fleet/entries_at_once.hpp"
#include "fleet/server.hpp"

#include <atomic>
#include <map>
#include <mutex>

namespace muster::fleet {

/// Files of jobs at a database that several hosts share (fleet/schema.hpp): what is appended is durable when
/// sync() returns, a lock is a lease, and what is written below the directory of a lock that this process
/// holds is written only while it does. Whatever else is done is durable at once. Any thread.
///
/// A server that is lost is asked again for a while (two minutes for what is under a lock, until that is
/// lost, or somebody hurries): so a job outlives the restart of its database, and sends nothing meanwhile, as
/// nothing is noted.
class database_storage final : public files::storage {
public:
    /// Paths are those below `root`, by which people know them. Throws database::postgres_error,
    /// core::obstacle; core::job_error(usage) if the database holds no store of ours.
    database_storage(database::postgres_address const& at, std::filesystem::path root);

    void make_directories(std::filesystem::path const& p) override;
    std::unique_ptr<files::append_file> open_append(std::filesystem::path const& p) override;
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    std::optional<files::entry> look(std::filesystem::path const& p) override;
    std::optional<std::vector<files::entry>> list(std::filesystem::path const& p) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void remove(std::filesystem::path const& p) override;
    void set_mode(std::filesystem::path const& p, unsigned mode) override;
    void sync_directory(std::filesystem::path const& /*names are durable at once*/) override {}
    std::unique_ptr<files::file_lock> lock(std::filesystem::path const& p, std::string_view text) override;
    void hurry() override;
    std::chrono::seconds lock_outlives(std::filesystem::path const& /*p*/) override { return lease_length; }
    bool is_locked(std::filesystem::path const& p) override;

    /// What those who hold locks now say of themselves (lease::say), by the path of the lock within the
    /// store; those who say something. Throws io_error.
    std::map<std::string, std::string> said();

    /// The files in these directories as they stand now, to be read (fleet/seen_files.hpp); of their bytes,
    /// these are held. It takes a handful of statements. This must outlive it. Throws io_error.
    std::unique_ptr<files::storage> see(std::vector<std::filesystem::path> const& directories,
                                        std::vector<portion> const& portions);
    /// The path by which the store knows what `p` means.
    [[nodiscard]] std::string inside(std::filesystem::path const& p) const;

private:
    struct growing;
    class growing_file;
    class held_lock;

    /// The lease of a directory that the path is in, which this process holds; or none.
    [[nodiscard]] std::shared_ptr<lease> lease_over(std::string const& path) const;
    /// Asks the server, and makes an io_error of what it says no to: `cannot ACTION ROOT/PATH: ...`.
    template <class Work>
    auto ask(std::string const& action, std::string const& path, Work const& work);
    void write(growing& g);
    /// Writes what was appended to that file, and to all in that directory, so that whoever looks sees it.
    void write_out(std::string const& path);
    void move_leases(std::string const& from, std::string const& to);

    std::filesystem::path root_;
    server server_;
    std::atomic<std::chrono::steady_clock::time_point> hurries_from_{
        std::chrono::steady_clock::time_point::max()};
    mutable std::mutex mutex_;                             // of the two below
    std::map<std::string, std::shared_ptr<lease>> leases_; // by the path of the lock
    std::vector<std::weak_ptr<growing>> growing_;
};

} // namespace muster::fleet
