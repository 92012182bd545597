#include "source/jsonl_reader.hpp"

#include "core/strict_json.hpp"
#include "source/utf8_check.hpp"

namespace muster::source {
namespace {

namespace json = boost::json;

constexpr std::size_t usual_room = 16 * 1024;

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == line.npos;
}

} // namespace

jsonl_reader::jsonl_reader(position from)
    : pieces_(from),
      room_(std::make_unique<unsigned char[]>(usual_room)) {}

std::variant<jsonl_row, mistake> jsonl_reader::read(position begins, position ends, std::string_view bytes) {
    if (auto const bad = find_bad_byte(bytes))
        return mistake{begins.line, *bad + 1, std::string(bad_byte_message(bytes[*bad]))};
    value_.reset();
    arena_.emplace(room_.get(), usual_room);
    auto found = core::read_strict_json(without_line_end(bytes), &*arena_);
    if (auto* const fault = std::get_if<core::json_fault>(&found))
        return mistake{begins.line, fault->at + 1, std::move(fault->message)};
    value_.emplace(std::move(std::get<json::value>(found)));
    if (!value_->is_object())
        return mistake{begins.line, 0, R"(each line must hold an object, e.g. {"email": "..."})"};
    return jsonl_row{begins, ends, bytes, &value_->get_object()};
}

std::optional<std::variant<jsonl_row, mistake>> jsonl_reader::next() {
    while (!broken_) {
        auto const rest = pieces_.rest();
        if (!rest) return std::nullopt;
        // Looked at no further than a line may reach, so that it does not matter in which pieces it comes.
        auto const text = rest->substr(0, longest_row + 1);
        auto const end = text.find('\n');
        auto const size = end == text.npos ? text.size() : end + 1;
        auto const at = pieces_.at();
        if (size > longest_row) {
            broken_ = true;
            return mistake{at.line, 0, "the line is longer than 1 MiB", false};
        }
        if (end == text.npos && !pieces_.finished()) return std::nullopt;
        position const ends{at.offset + size, at.line + (end == text.npos ? 0 : 1)};
        pieces_.pass(ends);
        last_ = {at, ends, text.substr(0, size)};
        if (!is_blank(last_.bytes)) return read(at, ends, last_.bytes);
    }
    return std::nullopt;
}

} // namespace muster::source
