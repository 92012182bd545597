// A key set, as it stands on the disk, and looking keys up in it.
#include "source/key_set.hpp"

#include "input.hpp"
#include "source/block.hpp"

using namespace muster;
using fuzz::check;

namespace {

/// A disk with one file, which is only read.
class one_file final : public files::storage {
public:
    explicit one_file(std::string bytes) : bytes_(std::move(bytes)) {}

    std::optional<std::string> read(std::filesystem::path const&, std::uint64_t offset,
                                    std::size_t most) override {
        return offset < bytes_.size() ? bytes_.substr(offset, most) : std::string();
    }

    void make_directories(std::filesystem::path const&) override { unused(); }
    std::unique_ptr<files::append_file> open_append(std::filesystem::path const&) override { unused(); }
    std::optional<files::entry> look(std::filesystem::path const&) override { unused(); }
    std::optional<std::vector<files::entry>> list(std::filesystem::path const&) override { unused(); }
    void truncate(std::filesystem::path const&, std::uint64_t) override { unused(); }
    void rename(std::filesystem::path const&, std::filesystem::path const&) override { unused(); }
    void remove(std::filesystem::path const&) override { unused(); }
    void set_mode(std::filesystem::path const&, unsigned) override { unused(); }
    void sync_directory(std::filesystem::path const&) override { unused(); }
    std::unique_ptr<files::file_lock> lock(std::filesystem::path const&, std::string_view) override {
        unused();
    }
    bool is_locked(std::filesystem::path const&) override { unused(); }

private:
    [[noreturn]] static void unused() {
        check(false, "a set is only read");
        std::abort();
    }

    std::string bytes_;
};

/// A file of blocks that carry the parts of the input, with the checksums that they need.
std::string sealed_blocks(std::string_view input) {
    std::string bytes;
    std::uint64_t number = 0;
    for (auto const part : fuzz::parts_of(input, 6))
        if (!part.empty() || number == 0)
            source::append_block(bytes, number++, part.substr(0, source::block_room));
    return bytes;
}

void look_up(std::string bytes) {
    one_file disk(std::move(bytes));
    try {
        auto set = source::key_set::open(disk, "keys", "x");
        if (!set) return;
        for (auto const* const key : {"a", "b", "c", "ann@example.com", ""}) {
            auto const found = set->find(key);
            check(!found || set->size() > 0, "an empty set holds no key");
        }
    } catch (source::damaged_key_set const& e) {
        fuzz::check_shown(e.what(), 200, "damage is told in a printable way");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = fuzz::text_of(data, size);
    look_up(std::string(input));
    look_up(sealed_blocks(input));
    return 0;
}
