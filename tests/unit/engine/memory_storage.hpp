#pragma once
#include "fate.hpp"
#include "journal/storage.hpp"

#include <limits>
#include <map>
#include <random>
#include <vector>

namespace muster::simulated {

/// A disk in memory that knows what was synced, so that a power cut can take away the rest.
class memory_storage final : public journal::storage {
public:
    /// What a power cut leaves of what was not synced.
    enum class kept { everything, nothing, some };

    explicit memory_storage(fate& f) : fate_(f) {}

    /// The process or the machine died; `random` decides what of the unsynced is left.
    void crash(kept what, std::mt19937_64& random);
    /// What is on stable storage of a file now.
    [[nodiscard]] std::string synced(std::filesystem::path const& p) const;
    /// Appending fails once so many bytes have been appended.
    void fill_up_after(std::uint64_t bytes) { room_ = bytes; }
    [[nodiscard]] bool full() const { return full_; }

    void make_directories(std::filesystem::path const&) override {}
    std::unique_ptr<journal::append_file> open_append(std::filesystem::path const& p) override;
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void sync_directory(std::filesystem::path const& p) override;
    std::unique_ptr<journal::file_lock> lock(std::filesystem::path const&, std::string_view) override {
        return std::make_unique<journal::file_lock>();
    }
    bool is_locked(std::filesystem::path const&) override { return false; }

private:
    struct file {
        std::string content;
        std::string synced;
    };
    class handle;
    using names = std::map<std::string, std::shared_ptr<file>>;

    void operate(std::function<void()> const& work, std::function<void()> const& half_of_it = nullptr);
    void append(file& to, std::string_view bytes);
    void rename_now(std::string const& from, std::string const& to);

    fate& fate_;
    names names_;
    names synced_names_;
    std::vector<names> unsynced_names_; // after each change since
    std::uint64_t room_ = std::numeric_limits<std::uint64_t>::max();
    bool full_ = false;
};

} // namespace muster::simulated
