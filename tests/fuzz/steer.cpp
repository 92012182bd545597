// What a client of a run's socket may send: a method, a target, and a body.
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "input.hpp"
#include "service/routes.hpp"

using namespace muster;
using fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 3);
    auto const wish = service::read_wish(parts[0], parts[1], parts[2]);
    if (auto const* const bad = std::get_if<service::bad_request>(&wish)) {
        check(bad->status >= 400 && bad->status < 500, "a refusal is the client's fault");
        check(!bad->message.empty() && core::printable(bad->message) == bad->message, "and is told printably",
              bad->message);
        return 0;
    }
    auto const* const how = std::get_if<journal::job_steered>(&wish);
    if (how == nullptr) return 0;
    check(core::printable(how->why) == how->why && core::redact(how->why) == how->why,
          "a reason is printable and shows no key", how->why);
    check(core::printable(how->who) == how->who && core::redact(how->who) == how->who, "and so is a name",
          how->who);
    check(!how->rate || (*how->rate >= service::lowest_rate && *how->rate <= service::highest_rate),
          "a rate is in range");
    auto written = *how;
    written.who = "ann (pid 1)";
    written.at = "t";
    std::string line;
    journal::encode(written, line);
    line.pop_back();
    auto const read = std::get<journal::job_steered>(journal::decode(line));
    check(read.what == how->what && read.why == how->why && read.rate == how->rate,
          "an act comes back from the journal as it was", line);
    return 0;
}
