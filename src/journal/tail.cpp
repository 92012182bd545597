#include "journal/tail.hpp"

#include "core/printable.hpp"
#include "files/lines.hpp"
#include "journal/sealed.hpp"

#include <stdexcept>

namespace muster::journal {

namespace {

/// The sound record that a line ends with, if it is a `run` or an `outcome`. It need not be the whole line,
/// as the newline before it may be what is damaged. All fields of these two are flat, and quotes in text are
/// escaped, so that the last `{"t":"` of the line is where such a record begins, and nothing else looks like
/// it.
std::optional<record> last_record(std::string_view line) {
    auto const start = line.rfind(R"({"t":")");
    if (start == std::string_view::npos) return std::nullopt;
    auto const text = line.substr(start);
    bool const may_prove = text.starts_with(R"({"t":"run")") || text.starts_with(R"({"t":"outcome")");
    if (!may_prove || !is_intact(text)) return std::nullopt;
    try {
        return decode(text);
    } catch (std::invalid_argument const&) {
        return std::nullopt;
    }
}

} // namespace

std::optional<std::string> proof_of_damage(files::storage& files, std::filesystem::path const& journal,
                                           std::uint64_t from, state const& sound) {
    files::line_reader lines(files, journal, from);
    while (auto const line = lines.next()) {
        auto const r = last_record(*line);
        if (!r) continue;
        auto const place = "the line that ends at byte " + std::to_string(lines.offset());
        if (auto const* const run = std::get_if<run_started>(&*r))
            return place + " is the beginning of run " + std::to_string(run->run)
                   + ", which was written only when all bytes before it were on the disk";
        auto const* const settled = std::get_if<member_settled>(&*r);
        if (settled != nullptr && settled->attempts > 0 && !sound.pending().contains(settled->member))
            return place + " is the outcome of member " + core::quoted(settled->member)
                   + ", whose request was sent only when all bytes up to its intent were on the disk";
    }
    return std::nullopt;
}

} // namespace muster::journal
