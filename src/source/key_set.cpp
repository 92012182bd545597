#include "source/key_set.hpp"

#include "source/block.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace muster::source {
namespace {

namespace json = boost::json;

constexpr int version = 1;
constexpr std::size_t in_block = 127; // of 32 bytes: 4,064 of 4,080
constexpr std::size_t write_piece = 1U << 20U;

/// Blocks of entries, without the first block.
std::uint64_t blocks_of(std::uint64_t size) {
    return (size + in_block - 1) / in_block;
}

std::string head_of(std::uint64_t size, std::string_view of) {
    json::object head;
    head["keySet"] = version;
    head["keys"] = size;
    head["of"] = of;
    return json::serialize(head);
}

[[noreturn]] void damaged(std::filesystem::path const& file) {
    throw damaged_key_set("the key set " + file.string() + " is damaged; remove it, and it is made again");
}

/// Writes blocks behind each other.
class writer {
public:
    explicit writer(files::append_file& out) : out_(out) {}

    void block(std::string_view content) {
        append_block(bytes_, number_++, content);
        if (bytes_.size() >= write_piece) flush();
    }
    void flush() {
        out_.append(bytes_);
        bytes_.clear();
    }

private:
    files::append_file& out_;
    std::string bytes_;
    std::uint64_t number_ = 0;
};

/// Where in [first, last] a hash should be if those between `low` and `high` are spread evenly.
std::uint64_t guess(std::uint64_t first, std::uint64_t last, std::uint64_t low, std::uint64_t high,
                    std::uint64_t hash) {
    if (high <= low || hash <= low) return first;
    auto const share = static_cast<double>(hash - low) / static_cast<double>(high - low);
    auto const ahead = static_cast<std::uint64_t>(share * static_cast<double>(last - first + 1));
    return std::min(first + ahead, last);
}

} // namespace

struct key_set::section {
    std::string block;
    std::size_t begin; // of the entries in it
    std::size_t size;  // entries

    [[nodiscard]] key_entry at(std::size_t i) const {
        return read_entry(std::string_view(block).substr(begin + i * entry_size));
    }
};

struct key_set::place {
    std::uint64_t block;
    section in;
    std::size_t entry;
};

/// The entries of that block, at least one; the first block of them is number 1.
key_set::section key_set::read_section(std::uint64_t number) const {
    auto block = files_->read(file_, number * block_size, block_size);
    if (!block) damaged(file_);
    auto const content = read_block(*block, number);
    auto const expected = std::min<std::uint64_t>(in_block, size_ - (number - 1) * in_block);
    if (!content || content->size() != expected * entry_size) damaged(file_);
    auto const begin = static_cast<std::size_t>(content->data() - block->data());
    return {std::move(*block), begin, static_cast<std::size_t>(expected)};
}

std::uint64_t key_set::size_told_by(std::string_view head, std::filesystem::path const& file) {
    boost::system::error_code error;
    auto const read = json::parse(json::string_view(head.data(), head.size()), error);
    auto const* const keys = error || !read.is_object() ? nullptr : read.get_object().if_contains("keys");
    constexpr std::int64_t most = std::int64_t{1} << 48U;
    if (keys == nullptr || !keys->is_int64() || keys->get_int64() < 0 || keys->get_int64() > most)
        damaged(file);
    return static_cast<std::uint64_t>(keys->get_int64());
}

std::uint64_t key_set::check(files::storage& files, std::filesystem::path const& file) {
    auto const block = files.read(file, 0, block_size);
    auto const head = block ? read_block(*block, 0) : std::nullopt;
    if (!head) damaged(file);
    key_set const set(files, file, size_told_by(*head, file));
    for (std::uint64_t n = 1; n <= blocks_of(set.size_); ++n) static_cast<void>(set.read_section(n));
    return set.size_;
}

std::optional<key_set> key_set::open(files::storage& files, std::filesystem::path const& file,
                                     std::string_view of) {
    auto const block = files.read(file, 0, block_size);
    if (!block) return std::nullopt;
    auto const content = read_block(*block, 0);
    if (!content) damaged(file);
    auto const size = size_told_by(*content, file);
    if (*content != head_of(size, of)) return std::nullopt; // of another file, or of another version
    key_set set(files, file, size);
    if (size > 0) static_cast<void>(set.read_section(blocks_of(size))); // is it all there?
    return set;
}

key_set key_set::make(files::storage& files, std::filesystem::path const& file, std::string_view of,
                      key_sorter& sorted, std::function<void(key_entry const&)> const& see) {
    auto temporary = file;
    temporary += files::temporary_suffix;
    if (files.look(temporary)) files.truncate(temporary, 0); // what a crash left
    {
        auto const out = files.open_append(temporary);
        writer to(*out);
        to.block(head_of(sorted.size(), of));
        std::string content;
        while (auto const entry = sorted.next()) {
            see(*entry);
            append_entry(content, *entry);
            if (content.size() < in_block * entry_size) continue;
            to.block(content);
            content.clear();
        }
        if (!content.empty()) to.block(content);
        to.flush();
        out->sync();
    }
    files.rename(temporary, file);
    files.sync_directory(file.parent_path());
    return {files, file, sorted.size()};
}

std::optional<key_set::place> key_set::locate(key_hash const& wanted) const {
    // Hashes are spread evenly, so that a guess or two hit; if they are not, halving takes its time and comes
    // to an end.
    constexpr int most_guesses = 8;
    std::uint64_t first = 1, last = blocks_of(size_);
    std::uint64_t low = 0, high = ~std::uint64_t{0};
    for (int step = 0; first <= last; ++step) {
        auto const number =
            step < most_guesses ? guess(first, last, low, high, wanted.high) : first + (last - first) / 2;
        auto found = read_section(number);
        if (wanted < found.at(0).hash) {
            last = number - 1;
            high = found.at(0).hash.high;
        } else if (found.at(found.size - 1).hash < wanted) {
            first = number + 1;
            low = found.at(found.size - 1).hash.high;
        } else {
            auto const entry = find_within(found, wanted);
            if (!entry) return std::nullopt;
            return place{number, std::move(found), *entry};
        }
    }
    return std::nullopt;
}

std::optional<position> key_set::find(std::string_view key) {
    auto const found = locate((*hasher_)(key));
    if (!found) return std::nullopt;
    return found->in.at(found->entry).row;
}

std::vector<position> key_set::find_all(std::string_view key) {
    auto const wanted = (*hasher_)(key);
    auto at = locate(wanted);
    std::vector<position> all;
    if (!at) return all;
    for (;;) { // back to the first of them
        while (at->entry > 0 && at->in.at(at->entry - 1).hash == wanted) --at->entry;
        if (at->entry > 0 || at->block == 1) break;
        auto before = read_section(at->block - 1);
        if (before.at(before.size - 1).hash != wanted) break;
        at->entry = before.size - 1;
        at->in = std::move(before);
        --at->block;
    }
    for (;;) {
        for (; at->entry < at->in.size; ++at->entry) {
            auto const each = at->in.at(at->entry);
            if (each.hash != wanted) return all;
            all.push_back(each.row);
        }
        if (at->block == blocks_of(size_)) return all;
        at->in = read_section(++at->block);
        at->entry = 0;
    }
}

std::optional<std::size_t> key_set::find_within(section const& s, key_hash const& wanted) {
    std::size_t begin = 0, end = s.size;
    while (begin < end) {
        auto const middle = begin + (end - begin) / 2;
        auto const hash = s.at(middle).hash;
        if (hash == wanted) return middle;
        if (hash < wanted)
            begin = middle + 1;
        else
            end = middle;
    }
    return std::nullopt;
}

} // namespace muster::source
