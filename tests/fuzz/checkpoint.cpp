// checkpoint.json, as a resume reads it: a state that comes from it must be one that can go on.
#include "journal/checkpoint.hpp"

#include "input.hpp"
#include "lines.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

using namespace muster;
using fuzz::check;

namespace {

std::optional<journal::checkpoint> read(std::string_view text) {
    try {
        return journal::decode_checkpoint(text);
    } catch (std::invalid_argument const& why) {
        check(std::string_view(why.what()).size() > 0, "a refusal has a reason");
        return std::nullopt;
    }
}

/// A run takes the job up, reads a page, and settles its members. What cannot follow is refused.
void go_on(journal::state s) {
    try {
        s.apply(journal::run_started{s.runs() + 1, 1, "host", ""});
        check(!s.ending() && s.open_pages() == 0, "a new run begins at the low-water mark");
        auto const number = s.next_page_number();
        s.apply(journal::page_read{number, s.low_water(), "next", false, 2, 2, 0, std::nullopt});
        s.apply(journal::intent{"mem_1", number, {}, {}});
        s.apply(journal::member_settled{"mem_1", number, core::outcome::done, 1, "", "", false});
        s.apply(journal::member_settled{"mem_2", number, core::outcome::already, 0, "", "", false});
        check(!s.pending().contains("mem_1"), "who has an outcome is not pending");
        check(s.list_ended() && s.low_water() == "next", "the low-water mark passes a page that is done");
    } catch (std::invalid_argument const&) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = fuzz::text_of(data, size);
    static_cast<void>(read(input));
    auto const text = fuzz::sealed_lines(input);
    auto const first = read(text);
    if (!first) return 0;
    auto const written = journal::encode(*first);
    auto const second = read(written);
    check(second.has_value(), "a checkpoint that was written is read", written);
    check(second->offset == first->offset && journal::encode(*second) == written, "and is the same", written);
    go_on(first->folded);
    return 0;
}
