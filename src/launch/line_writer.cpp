#include "launch/line_writer.hpp"

namespace muster::launch {

namespace {
constexpr std::size_t written_together = 64U * 1024U; // bytes
} // namespace

void line_writer::add(std::string_view line) {
    bytes_ += line;
    if (bytes_.size() >= written_together) flush();
}

void line_writer::flush() {
    to_.append(bytes_);
    bytes_.clear();
}

} // namespace muster::launch
