// What is shown to people, and words that are read from them: printable(), redact(), quoted(), dates and
// spans.
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/time.hpp"
#include "core/utf8.hpp"
#include "filter/needle.hpp"
#include "input.hpp"

using namespace muster;
using fuzz::check;

namespace {

bool drives_a_terminal(char32_t c) {
    bool const control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    bool const direction = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
                           || (c >= 0x2066 && c <= 0x2069);
    return control || direction || c == 0x2028 || c == 0x2029;
}

void check_harmless(std::string_view shown) {
    while (!shown.empty()) {
        auto const [c, length] = core::first_code_point(shown);
        check(length > 0, "what is shown is UTF-8", shown);
        check(!drives_a_terminal(c), "what is shown holds nothing that drives a terminal", shown);
        shown.remove_prefix(length);
    }
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        auto const length = core::first_code_point(text).length;
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void look_for(std::string_view text, std::string_view part) {
    for (bool const insensitive : {false, true}) {
        filter::needle const what(part, insensitive);
        auto const joined = std::string(text) + std::string(part);
        check(what.equals(part) && what.begins(part) && what.ends(part) && what.is_in(part),
              "a text is in itself");
        if (!insensitive)
            check(what.ends(joined) && what.is_in(joined), "a text is found at the end", joined);
        if (what.equals(text))
            check(what.begins(text) && what.ends(text), "what equals begins and ends", text);
        if (what.begins(text) || what.ends(text))
            check(what.is_in(text), "what begins or ends is in it", text);
        if (filter::needle(part, false).is_in(text))
            check(what.is_in(text), "case can only be disregarded", text);
    }
}

void read_times(std::string_view text) {
    if (auto const date = core::parse_iso8601(text)) {
        auto const year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*date)).year();
        bool const moved_out_by_its_zone = year < std::chrono::year(1678) || year > std::chrono::year(2261);
        if (moved_out_by_its_zone) return;
        auto const again = core::parse_iso8601(core::to_iso8601(*date));
        check(again.has_value(), "a date that was written is read", text);
        check(*again == std::chrono::floor<std::chrono::milliseconds>(*date), "it is the same one", text);
    }
    if (auto const span = core::parse_duration(text)) {
        check(*span >= core::duration::zero() && *span <= std::chrono::hours(24 * 3660), "at most ten years",
              text);
        fuzz::check_shown(core::describe(*span), 20, "a span is short");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bool const known = (core::register_secret("KEY-0%\"1\n"), true);
    static_cast<void>(known);
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const text = parts[0];

    auto const shown = core::printable(text);
    check_harmless(shown);
    check(core::printable(shown) == shown, "printable text stays as it is", shown);
    auto const redacted = core::redact(text);
    check(redacted.find("KEY-0%\"1\n") == redacted.npos, "the key is gone", redacted);
    check(core::redact(redacted) == redacted, "nothing is left to redact", redacted);
    auto const quoted = core::quoted(text);
    check_harmless(quoted);
    check(quoted.size() <= 70, "a quotation is short", quoted);

    read_times(text);
    if (is_utf8(text) && is_utf8(parts[1])) look_for(text, parts[1]);
    return 0;
}
