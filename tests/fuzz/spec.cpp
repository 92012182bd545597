// The text of a spec, with values for its parameters.
#include "core/redact.hpp"
#include "input.hpp"
#include "spec/parse.hpp"
#include "spec/read.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

using namespace muster;
using fuzz::check;

namespace {

/// `name=value` lines.
spec::settings settings_of(std::string_view lines) {
    spec::settings set;
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        auto const equals = line.find('=');
        if (equals != line.npos) set.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return set;
}

/// The bytes of a line, 1-based; nullopt if there is none.
std::optional<std::size_t> length_of_line(std::string_view text, unsigned line) {
    for (; line > 1; --line) {
        auto const end = text.find('\n');
        if (end == text.npos) return std::nullopt;
        text.remove_prefix(end + 1);
    }
    return std::min(text.find('\n'), text.size());
}

void check_mistakes(std::vector<spec::diagnostic> const& mistakes, std::string_view text) {
    for (auto const& d : mistakes) {
        auto const length = length_of_line(text, d.line);
        check(length.has_value(), "a mistake stands on a line of the text", d.message);
        check(d.column >= 1 && d.column <= *length + 1, "a mistake stands in its line", d.message);
        check(!d.message.empty(), "a mistake has a message");
        check(core::printable(d.message) == d.message && core::printable(d.pointer) == d.pointer,
              "a mistake is printable", d.message);
        check(core::redact(d.message) == d.message && core::redact(d.pointer) == d.pointer,
              "a mistake shows no key", d.message);
    }
}

/// When the specs are read: 2026-11-22T00:00:00Z.
constexpr core::wall_time now{std::chrono::seconds{1795305600}};

/// What a job keeps of a spec gives that spec again.
void check_kept(spec::spec const& first) {
    auto const text = boost::json::serialize(first.document);
    auto const second = spec::read(text, {});
    auto const why = second.mistakes.empty() ? text : second.mistakes.front().message + " in " + text;
    check(second.value.has_value(), "a spec that was kept is read again", why);
    auto const again = boost::json::serialize(second.value->document);
    check(again == text, "and is the same", text + " became " + again);
    check(second.value->name == first.name && second.value->where.fields() == first.where.fields()
              && second.value->operation->describe() == first.operation->describe(),
          "and means the same", text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const text = spec::without_mark(parts[0]);
    auto const set = settings_of(parts[1]);
    auto const result = spec::read(parts[0], set, now);
    check(result.value.has_value() == result.mistakes.empty(), "there is a spec, or a mistake", text);
    check_mistakes(result.mistakes, text);
    check_mistakes(result.warnings, text);
    auto const checked = spec::check(parts[0], now);
    check_mistakes(checked.mistakes, text);
    check_mistakes(checked.warnings, text);
    if (!result.value) return 0;
    check(checked.mistakes.empty(), "a spec that can be run passes `check`",
          checked.mistakes.empty() ? "" : checked.mistakes.front().message);
    auto const& s = *result.value;
    check(s.platform && s.operation && !s.name.empty() && !s.key.name.empty(), "nothing is missing", text);
    check(s.pace.concurrency >= 1 && s.pace.page_size >= 1 && s.retry.attempts >= 1
              && s.at.reply_limit >= 1024,
          "figures are in range", text);
    check_kept(s);
    return 0;
}
