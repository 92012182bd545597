#pragma once
#include "fate.hpp"
#include "files/storage.hpp"

#include <limits>
#include <map>
#include <random>
#include <vector>

namespace muster::simulated {

/// A disk in memory that knows what was synced: bytes of files, and names in directories. After a kill all of
/// it is still there, synced or not; a power cut takes away what was not.
class memory_storage final : public files::storage {
public:
    /// What a power cut leaves of what was not synced.
    enum class kept { nothing, some };

    explicit memory_storage(fate& f) : fate_(f) {}

    /// The machine lost its power; `random` decides what of the unsynced is left.
    void power_cut(kept what, std::mt19937_64& random);
    /// What is on stable storage of a file now.
    [[nodiscard]] std::string synced(std::filesystem::path const& p) const;
    /// Appending fails once so many bytes more have been appended.
    void fill_up_after(std::uint64_t bytes) {
        room_ = bytes;
        full_ = false;
    }
    [[nodiscard]] bool full() const { return full_; }

    void make_directories(std::filesystem::path const& p) override;
    std::unique_ptr<files::append_file> open_append(std::filesystem::path const& p) override;
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    std::optional<files::entry> look(std::filesystem::path const& p) override;
    std::optional<std::vector<files::entry>> list(std::filesystem::path const& p) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void remove(std::filesystem::path const& p) override;
    void set_mode(std::filesystem::path const&, unsigned) override {} // all here are private
    void sync_directory(std::filesystem::path const& p) override;
    std::unique_ptr<files::file_lock> lock(std::filesystem::path const& p, std::string_view text) override;
    bool is_locked(std::filesystem::path const&) override { return false; }

private:
    struct file {
        std::string content;
        std::string synced;
    };
    class handle;
    using names = std::map<std::string, std::shared_ptr<file>>; // a directory is a name without a file
    /// Names that appear or disappear in one go; each is empty if none does.
    struct renaming {
        std::string gone;
        std::string made;
        std::shared_ptr<file> what;
        void apply(names& to) const {
            if (!gone.empty()) to.erase(gone);
            if (!made.empty()) to[made] = what;
        }
    };

    void operate(std::function<void()> const& work, std::function<void(double)> const& part_of_it = nullptr);
    void append(file& to, std::string_view bytes);
    void change_names(renaming r);
    void drop_unreachable();
    void lose_bytes(file& f, kept what, std::mt19937_64& random) const;

    fate& fate_;
    names names_;
    names synced_names_;
    std::vector<renaming> unsynced_; // what makes names_ of synced_names_, in order
    std::uint64_t room_ = std::numeric_limits<std::uint64_t>::max();
    bool full_ = false;
};

} // namespace muster::simulated
