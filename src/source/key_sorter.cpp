#include "source/key_sorter.hpp"

#include <algorithm>
#include <cerrno>
#include <malloc.h>
#include <utility>

namespace muster::source {
namespace {

constexpr std::size_t run_piece = 1U << 20U;
constexpr std::size_t merge_memory = 2U << 20U; // for the pieces of all runs together

/// Gives memory that was freed back to the system: glibc would keep blocks of megabytes for more of their
/// size.
void give_back() {
    ::malloc_trim(0);
}

} // namespace

key_sorter::key_sorter(files::storage& files, std::filesystem::path scratch, std::size_t most)
    : files_(files),
      scratch_(std::move(scratch)),
      most_(most) {}

key_sorter::~key_sorter() {
    std::vector<key_entry>().swap(held_);
    runs_.clear();
    give_back();
    if (!out_) return;
    out_.reset();
    try {
        files_.remove(scratch_);
    } catch (files::io_error const&) { // it is overwritten next time
    }
}

void key_sorter::add(key_entry const& e) {
    if (held_.size() == most_) spill();
    if (held_.empty()) held_.reserve(most_); // what is not used of it takes no memory
    held_.push_back(e);
    ++size_;
}

/// Puts what is held on the disk as a run.
void key_sorter::spill() {
    if (!out_) {
        if (files_.look(scratch_)) files_.truncate(scratch_, 0);
        out_ = files_.open_append(scratch_);
    }
    std::sort(held_.begin(), held_.end());
    std::string bytes;
    for (auto const& each : held_) {
        append_entry(bytes, each);
        if (bytes.size() < run_piece) continue;
        out_->append(bytes);
        bytes.clear();
    }
    out_->append(bytes);
    auto const begin = runs_.empty() ? 0 : runs_.back().end;
    runs_.push_back({begin, begin + held_.size() * entry_size, {}, 0, {}});
    held_.clear();
}

namespace {
/// For a heap with the least on top.
constexpr auto later = [](auto const& a, auto const& b) { return a.first > b.first; };
} // namespace

void key_sorter::begin_to_merge() {
    merging_ = true;
    if (runs_.empty()) {
        std::sort(held_.begin(), held_.end());
        return;
    }
    if (!held_.empty()) spill();
    std::vector<key_entry>().swap(held_);
    give_back();
    constexpr std::size_t least = 4096;
    piece_ = std::max(least, merge_memory / runs_.size() / entry_size * entry_size);
    for (auto& each : runs_) advance(each);
    std::make_heap(runs_.begin(), runs_.end(), later);
}

/// Takes the next entry of a run; false at its end.
bool key_sorter::advance(run& r) {
    if (r.begin == r.read.size()) {
        if (r.at == r.end) return false;
        auto bytes = files_.read(scratch_, r.at, std::min<std::uint64_t>(piece_, r.end - r.at));
        if (!bytes || bytes->size() < entry_size || bytes->size() % entry_size != 0) lost();
        r.read = std::move(*bytes);
        r.at += r.read.size();
        r.begin = 0;
    }
    r.first = read_entry(std::string_view(r.read).substr(r.begin));
    r.begin += entry_size;
    return true;
}

void key_sorter::lost() const {
    throw files::io_error("cannot read back what was written to " + scratch_.string(), EIO);
}

std::optional<key_entry> key_sorter::next() {
    if (!merging_) begin_to_merge();
    if (!out_) return given_ == held_.size() ? std::nullopt : std::optional(held_[given_++]);
    if (runs_.empty()) return std::nullopt;
    std::pop_heap(runs_.begin(), runs_.end(), later);
    auto& least = runs_.back();
    auto const entry = least.first;
    if (advance(least))
        std::push_heap(runs_.begin(), runs_.end(), later);
    else
        runs_.pop_back();
    return entry;
}

} // namespace muster::source
