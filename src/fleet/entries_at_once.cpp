#include "fleet/entries_at_once.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <utility>

namespace muster::fleet {
namespace {

using database::postgres_result;

/// Bytes of a file that are to be read.
struct stretch {
    seen_directories::file* of = nullptr;
    std::uint64_t begin = 0, end = 0;
};

/// Those of a file. False: it is too large to be read.
bool add_stretches(seen_directories::file& f, portion const& p, std::vector<stretch>& all) {
    auto const size = f.about.size;
    f.grows = !p.whole;
    if (p.whole && size > largest_whole) return false;
    if (size == 0 || f.about.what != files::entry::kind::file) return true;
    auto const from = p.whole || size <= p.tail ? 0 : size - p.tail;
    if (from > 0 && p.head > 0) all.push_back({&f, 0, std::min<std::uint64_t>(p.head, from)});
    if (p.whole || p.tail > 0) all.push_back({&f, from, size});
    return true;
}

std::vector<stretch> stretches_of(seen_directories& all, std::vector<portion> const& portions) {
    std::vector<stretch> wanted;
    for (auto directory = all.held.begin(); directory != all.held.end();) {
        auto const before = wanted.size();
        bool fits = true;
        for (auto const& p : portions)
            if (auto const it = directory->second.find(p.name); it != directory->second.end())
                fits = add_stretches(it->second, p, wanted) && fits;
        if (!fits) wanted.resize(before);
        directory = fits ? std::next(directory) : all.held.erase(directory);
    }
    return wanted;
}

/// An array of PostgreSQL's.
template <class Number>
std::string array_of(std::vector<stretch> const& all, Number const& number) {
    std::string text = "{";
    for (auto const& each : all) {
        if (text.size() > 1) text += ',';
        text += std::to_string(number(each));
    }
    return text + "}";
}

void read_stretches(connection& on, std::vector<stretch> const& wanted) {
    // Of the piece that the first byte stands in, which is the last that begins up to it, what comes before
    // is cut off.
    auto const found = on.run(
        "SELECT w.place, translate(encode(t.bytes, 'base64'), E'\\n', '') "
        "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS w(entry, begins, ends, "
        "place) "
        "CROSS JOIN LATERAL (SELECT string_agg(substr(p.bytes, greatest(1, w.begins - p.at + 1)::integer, "
        "(w.ends - greatest(w.begins, p.at))::integer), ''::bytea ORDER BY p.at) AS bytes "
        "FROM muster.pieces AS p WHERE p.entry = w.entry AND p.at < w.ends AND p.at >= coalesce("
        "(SELECT q.at FROM muster.pieces AS q WHERE q.entry = w.entry AND q.at <= w.begins "
        "ORDER BY q.at DESC LIMIT 1), 0)) AS t",
        {array_of(wanted, [](stretch const& s) { return s.of->about.number; }),
         array_of(wanted, [](stretch const& s) { return s.begin; }),
         array_of(wanted, [](stretch const& s) { return s.end; })});
    for (int row = 0; row < found.rows(); ++row) {
        auto const& from = wanted[found.number(row, 0) - 1];
        auto bytes = core::from_base64(found.text(row, 1)).value_or("");
        from.of->parts.push_back({from.begin, std::move(bytes)});
    }
}

} // namespace

seen_directories read_at_once(connection& on, std::vector<std::string> const& directories,
                              std::vector<portion> const& portions) {
    seen_directories all;
    std::string paths;
    for (auto const& each : directories) paths += (paths.empty() ? "" : "\n") + each;
    // All statements see one moment: a checkpoint would not fit a journal that is older than it.
    on.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    auto const found =
        on.run("SELECT " + std::string(entry_columns)
                   + ", parent FROM muster.entries WHERE parent = ANY(string_to_array($1, E'\\n'))",
               {paths});
    for (int row = 0; row < found.rows(); ++row) {
        auto about = entry_of(found, row);
        auto name = about.name;
        auto& directory = all.held[std::string(found.text(row, entry_column_count))];
        directory.emplace(std::move(name), seen_directories::file{std::move(about), false, {}});
    }
    auto const leases = on.run("SELECT path FROM muster.leases WHERE until > clock_timestamp()");
    for (int row = 0; row < leases.rows(); ++row) all.leased.emplace(leases.text(row, 0));
    if (auto const wanted = stretches_of(all, portions); !wanted.empty()) read_stretches(on, wanted);
    on.run("COMMIT");
    return all;
}

} // namespace muster::fleet
