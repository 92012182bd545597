#pragma once
#include "files/storage.hpp"
#include "source/key_entry.hpp"
#include "source/key_sorter.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace muster::source {

/// A key set that cannot be relied on. `what()` names the file and says to remove it: it is made again.
class damaged_key_set : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// The keys of a file, however many, looked up in constant memory: their hashes, sorted, on the disk, each
/// with the row that it is of. A lookup reads some two or three blocks of 4 KiB.
///
/// The file: blocks (source/block.hpp). The first says in JSON what it is: `{"keySet": 1, "keys": N, "of":
/// ...}`; the others hold 127 entries each, the last one the rest. It is written under another name, synced
/// and then renamed, so that one that is there is whole.
class key_set {
public:
    /// Opens the set, if it is there and one of `of`: what it was made of, e.g. the file's digest and its
    /// key. nullopt: it is to be made. Throws files::io_error, damaged_key_set. `files` must outlive it.
    static std::optional<key_set> open(files::storage& files, std::filesystem::path const& file,
                                       std::string_view of);

    /// Makes the set from all that was added to the sorter, durably; `see` is called for each entry in order.
    /// Throws files::io_error.
    static key_set make(files::storage& files, std::filesystem::path const& file, std::string_view of,
                        key_sorter& sorted, std::function<void(key_entry const&)> const& see);

    /// Reads the whole set, whatever it was made of, and tells how many keys it holds. Throws as open() does,
    /// also where there is no such file.
    static std::uint64_t check(files::storage& files, std::filesystem::path const& file);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Where the row with that key begins; any of them if there are several. Throws files::io_error,
    /// damaged_key_set.
    std::optional<position> find(std::string_view key);
    /// Where each row with that key begins, in their order. Throws as find() does.
    std::vector<position> find_all(std::string_view key);

private:
    key_set(files::storage& files, std::filesystem::path file, std::uint64_t size)
        : files_(&files),
          file_(std::move(file)),
          size_(size) {}

    /// As its head tells. Throws damaged_key_set.
    static std::uint64_t size_told_by(std::string_view head, std::filesystem::path const& file);
    /// Those of a block that are there, in order.
    struct section;
    [[nodiscard]] section read_section(std::uint64_t number) const;
    /// A block that has an entry with that hash, if one has: found there by its number, and the entry's.
    struct place;
    [[nodiscard]] std::optional<place> locate(key_hash const& wanted) const;
    static std::optional<std::size_t> find_within(section const& s, key_hash const& wanted);

    files::storage* files_;
    std::filesystem::path file_;
    std::uint64_t size_;
    std::unique_ptr<key_hasher> hasher_ = std::make_unique<key_hasher>();
};

} // namespace muster::source
