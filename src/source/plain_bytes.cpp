#include "source/plain_bytes.hpp"

#include "core/printable.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace muster::source {

namespace {
constexpr std::size_t piece = 64 * 1024;
}

plain_bytes::plain_bytes(files::storage& files, std::filesystem::path file, std::uint64_t from)
    : files_(files),
      file_(std::move(file)),
      to_skip_(from) {}

std::string plain_bytes::read() {
    auto bytes = files_.read(file_, offset_, piece);
    if (!bytes) throw files::io_error("there is no file " + file_.string(), ENOENT);
    offset_ += bytes->size();
    return std::move(*bytes);
}

/// Puts the next bytes into plain_; none at the end.
void plain_bytes::unpack() {
    for (plain_.clear(); plain_.empty();) {
        auto wrong = gunzip_->unpack(left_, plain_, piece);
        if (!wrong && plain_.empty()) {
            packed_ = read();
            left_ = packed_;
            if (left_.empty() && !(wrong = gunzip_->finish())) return;
        }
        if (wrong) throw packed_file_error(core::printable(file_.string()) + ": " + *wrong);
    }
}

std::string_view plain_bytes::next() {
    if (!begun_) {
        auto const beginning = files_.read(file_, 0, 2);
        if (beginning && is_gzip(*beginning)) gunzip_.emplace();
        if (!gunzip_) offset_ = std::exchange(to_skip_, 0);
        begun_ = true;
    }
    for (;;) {
        if (gunzip_)
            unpack();
        else
            plain_ = read();
        auto const skipped = std::min<std::uint64_t>(to_skip_, plain_.size());
        to_skip_ -= skipped;
        if (skipped < plain_.size() || plain_.empty()) return std::string_view(plain_).substr(skipped);
    }
}

} // namespace muster::source
