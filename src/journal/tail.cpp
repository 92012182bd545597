#include "journal/tail.hpp"

#include "core/printable.hpp"
#include "files/lines.hpp"
#include "journal/sealed.hpp"

#include <stdexcept>
#include <vector>

namespace muster::journal {

namespace {

/// The sound records that a line ends with, if they are a `run`, an `outcome` or `outcomes`. They need not be
/// the whole line, as the newline before them may be what is damaged. No field of these holds an object, and
/// quotes in text are escaped, so that the last `{"t":"` of the line is where they begin, and nothing else
/// looks like it.
std::vector<record> last_records(std::string_view line) {
    std::vector<record> found;
    auto const start = line.rfind(R"({"t":")");
    if (start == std::string_view::npos) return found;
    auto const text = line.substr(start);
    bool const may_prove = text.starts_with(R"({"t":"run")") || text.starts_with(R"({"t":"outcome)");
    if (!may_prove || !is_intact(text)) return found;
    try {
        decode(text, [&](record&& r) { found.push_back(std::move(r)); });
    } catch (std::invalid_argument const&) {
        found.clear();
    }
    return found;
}

/// What such a record proves, if it does; `place` is where its line ends.
std::optional<std::string> proof_by(record const& r, std::string const& place, state const& sound) {
    if (auto const* const run = std::get_if<run_started>(&r))
        return place + " is the beginning of run " + std::to_string(run->run)
               + ", which was written only when all bytes before it were on the disk";
    auto const* const settled = std::get_if<member_settled>(&r);
    if (settled == nullptr || settled->attempts == 0 || sound.pending().contains(settled->member))
        return std::nullopt;
    return place + " is the outcome of member " + core::quoted(settled->member)
           + ", whose request was sent only when all bytes up to its intent were on the disk";
}

} // namespace

std::optional<std::string> proof_of_damage(files::storage& files, std::filesystem::path const& journal,
                                           std::uint64_t from, state const& sound) {
    files::line_reader lines(files, journal, from);
    while (auto const line = lines.next()) {
        auto const place = "the line that ends at byte " + std::to_string(lines.offset());
        for (auto const& r : last_records(*line))
            if (auto proof = proof_by(r, place, sound)) return proof;
    }
    return std::nullopt;
}

} // namespace muster::journal
