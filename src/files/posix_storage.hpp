#pragma once
#include "files/storage.hpp"

namespace muster::files {

/// The real file system. Its locks are open-file-description locks (fcntl): as flock's, but they can be asked
/// about without being taken.
class posix_storage final : public storage {
public:
    void make_directories(std::filesystem::path const& p) override;
    std::unique_ptr<append_file> open_append(std::filesystem::path const& p) override;
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    std::optional<entry> look(std::filesystem::path const& p) override;
    std::optional<std::vector<entry>> list(std::filesystem::path const& p) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void remove(std::filesystem::path const& p) override;
    void set_mode(std::filesystem::path const& p, unsigned mode) override;
    void sync_directory(std::filesystem::path const& p) override;
    std::unique_ptr<file_lock> lock(std::filesystem::path const& p, std::string_view text) override;
    bool is_locked(std::filesystem::path const& p) override;
};

} // namespace muster::files
