#pragma once
#include "files/storage.hpp"
#include "fleet/database_storage.hpp"
#include "fleet/entries_at_once.hpp"

#include <string>
#include <string_view>

namespace muster::fleet {

/// Files of a store as they stood at one moment, to be read: what is held of them is there without asking,
/// and whatever else is asked of the store. A file that only grows ends where it ended then, as other files
/// tell of it what was true then. Nothing can be changed by it: io_error(EROFS). Any thread.
class seen_files final : public files::storage {
public:
    /// `in` must outlive it.
    seen_files(database_storage& in, seen_directories seen) : in_(in), seen_(std::move(seen)) {}

    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    std::optional<files::entry> look(std::filesystem::path const& p) override;
    std::optional<std::vector<files::entry>> list(std::filesystem::path const& p) override;
    std::chrono::seconds lock_outlives(std::filesystem::path const& p) override;
    bool is_locked(std::filesystem::path const& p) override;

    void make_directories(std::filesystem::path const& p) override;
    std::unique_ptr<files::append_file> open_append(std::filesystem::path const& p) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void remove(std::filesystem::path const& p) override;
    void set_mode(std::filesystem::path const& p, unsigned mode) override;
    void sync_directory(std::filesystem::path const& p) override;
    std::unique_ptr<files::file_lock> lock(std::filesystem::path const& p, std::string_view text) override;

private:
    /// The directory that holds that path; nullptr if it is not held.
    [[nodiscard]] seen_directories::directory const* above(std::string_view path) const;

    database_storage& in_;
    seen_directories const seen_;
};

} // namespace muster::fleet
