// A line of cron, as a spec holds it, and the starts that it gives.
#include "schedule/cron.hpp"

#include "core/printable.hpp"
#include "input.hpp"

using namespace muster;
using fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const read = schedule::cron::read(parts[0], parts[1]);
    if (auto const* const mistake = std::get_if<std::string>(&read)) {
        check(!mistake->empty(), "a mistake is told");
        return 0;
    }
    static auto const lord_howe = schedule::zone::find("Australia/Lord_Howe").value_or(schedule::zone::utc());
    auto const& line = std::get<schedule::cron>(read);
    check(line.text() == parts[0], "it is kept as it was written", line.text());
    core::wall_time const from{std::chrono::hours(490'000)};
    auto const first = line.next(from, lord_howe);
    check(first.has_value(), "a line that never comes is refused", line.text());
    auto const second = line.next(*first, lord_howe);
    check(*first > from && (!second || *second > *first), "starts go forward", line.text());
    check(first == line.next(*first - std::chrono::seconds(1), lord_howe),
          "a start is found from shortly before it", line.text());
    return 0;
}
