#pragma once
#include "files/storage.hpp"
#include "source/key_entry.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::source {

/// Sorts the keys of a file, however many, in some 8 MiB of memory: as many as it may hold are sorted there;
/// more are put on the disk in sorted runs, and then merged.
class key_sorter {
public:
    /// `scratch` is a file of its own, made where it is needed and removed again; what stands there is
    /// overwritten. `most` = how many entries are held in memory, at least 1; the default is 4 MiB of them.
    /// `files` must outlive it.
    key_sorter(files::storage& files, std::filesystem::path scratch, std::size_t most = 128 * 1024);
    ~key_sorter();
    key_sorter(key_sorter const&) = delete;
    key_sorter& operator=(key_sorter const&) = delete;

    /// Not after the first next(). Throws files::io_error.
    void add(key_entry const& e);
    /// How many were added.
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// The next one in order; nullopt at the end. Throws files::io_error.
    std::optional<key_entry> next();

private:
    /// A sorted run on the disk, and how far it was read.
    struct run {
        std::uint64_t at, end; // bytes of the file
        std::string read;      // of it, as a piece
        std::size_t begin;     // of the next entry in that
        key_entry first;       // the next entry
    };
    void spill();
    void begin_to_merge();
    bool advance(run& r);
    [[noreturn]] void lost() const;

    files::storage& files_;
    std::filesystem::path scratch_;
    std::size_t most_;
    std::uint64_t size_ = 0;
    std::vector<key_entry> held_;
    std::size_t given_ = 0; // of those, where no run is on the disk
    std::unique_ptr<files::append_file> out_;
    std::vector<run> runs_; // a heap, once merging
    bool merging_ = false;
    std::size_t piece_ = 0; // bytes read of a run at a time
};

} // namespace muster::source
