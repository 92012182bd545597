#pragma once
#include "files/posix_storage.hpp"

namespace muster::files {

/// The real file system, with another storage below one path of it: what stands there is the other's.
class mounted_storage final : public storage {
public:
    /// `other` knows its files by paths below `root`, too, and must outlive it.
    mounted_storage(std::filesystem::path root, storage& other);

    void make_directories(std::filesystem::path const& p) override;
    std::unique_ptr<append_file> open_append(std::filesystem::path const& p) override;
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    std::optional<entry> look(std::filesystem::path const& p) override;
    std::optional<std::vector<entry>> list(std::filesystem::path const& p) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    /// Not from one storage to the other: io_error.
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void remove(std::filesystem::path const& p) override;
    void set_mode(std::filesystem::path const& p, unsigned mode) override;
    void sync_directory(std::filesystem::path const& p) override;
    std::unique_ptr<file_lock> lock(std::filesystem::path const& p, std::string_view text) override;
    void hurry() override { other_.hurry(); }
    std::chrono::seconds lock_outlives(std::filesystem::path const& p) override;
    bool is_locked(std::filesystem::path const& p) override;

private:
    [[nodiscard]] storage& of(std::filesystem::path const& p);

    std::filesystem::path root_;
    storage& other_;
    posix_storage real_;
};

} // namespace muster::files
