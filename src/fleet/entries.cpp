#include "fleet/entries.hpp"

#include "core/digest.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace muster::fleet {
namespace {

/// More than that is read at a time by nobody.
constexpr std::size_t most_at_once = std::size_t{1} << 30U;
constexpr unsigned mode_of_directory = 0700;
constexpr unsigned mode_of_file = 0600;

std::string parent_of(std::string const& path) {
    auto const slash = path.rfind('/');
    return slash == path.npos ? std::string() : path.substr(0, slash);
}

std::string name_of(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string text(std::uint64_t n) {
    return std::to_string(n);
}

/// A transaction under a tenure: whoever takes the lease over waits for its end, or it for theirs.
class transaction {
public:
    transaction(connection& on, tenures const& under) : on_(on) {
        on_.run("BEGIN");
        if (!under) return;
        auto const held = on_.run("SELECT FROM muster.leases WHERE id = $1 AND epoch = $2 FOR SHARE",
                                  {text(under->lease), text(under->epoch)});
        if (held.rows() == 0) throw lease_lost();
    }
    void commit() { on_.run("COMMIT"); }
    // Left without a commit: the connection is given up by server::ask().

private:
    connection& on_;
};

bool is_directory(connection& on, std::string const& path) {
    if (path.empty()) return true;
    return on.run("SELECT FROM muster.entries WHERE path = $1 AND directory", {path}).rows() > 0;
}

void touch_nothing_at(connection& on, std::string const& path) {
    if (on.run("SELECT FROM muster.entries WHERE path = $1", {path}).rows() > 0)
        throw not_possible{ENOTEMPTY};
}

/// Who has the lease of that path, in its words, before they stand in the file; empty if nobody has.
std::string holder_of(connection& on, std::string const& path) {
    auto const found =
        on.run("SELECT holder FROM muster.leases WHERE path = $1 AND until > clock_timestamp()", {path});
    auto const holder = found.rows() == 0 ? std::string_view() : found.text(0, 0);
    auto const line = holder.find('\n');
    return std::string(line == holder.npos ? std::string_view() : holder.substr(0, line + 1));
}

} // namespace

files::entry entry_of(database::postgres_result const& r, int row) {
    using kind = files::entry::kind;
    constexpr std::int64_t ns_in_us = 1000;
    return {name_of(r.text(row, 0)),
            r.text(row, 1) == "t" ? kind::directory : kind::file,
            static_cast<unsigned>(r.number(row, 2)),
            r.number(row, 3),
            r.number(row, 4),
            static_cast<std::int64_t>(r.number(row, 5)) * ns_in_us};
}

std::optional<files::entry> look(connection& on, std::string const& path) {
    if (path.empty()) return files::entry{"", files::entry::kind::directory, mode_of_directory, 0, 0, 0};
    auto const found =
        on.run("SELECT " + std::string(entry_columns) + " FROM muster.entries WHERE path = $1", {path});
    if (found.rows() == 0) return std::nullopt;
    return entry_of(found, 0);
}

std::optional<std::vector<files::entry>> list(connection& on, std::string const& path) {
    auto const found = on.run("SELECT " + std::string(entry_columns)
                                  + " FROM muster.entries WHERE parent = $1 ORDER BY path",
                              {path});
    if (found.rows() == 0 && !is_directory(on, path)) {
        if (look(on, path)) throw not_possible{ENOTDIR};
        return std::nullopt;
    }
    std::vector<files::entry> all;
    for (int row = 0; row < found.rows(); ++row) all.push_back(entry_of(found, row));
    return all;
}

std::optional<std::string> read(connection& on, std::string const& path, std::uint64_t offset,
                                std::size_t most) {
    auto const end = offset + std::min(most, most_at_once);
    auto const found =
        on.run("WITH e AS (SELECT id FROM muster.entries WHERE path = $1 AND NOT directory), "
               "f AS (SELECT e.id, coalesce((SELECT p.at FROM muster.pieces AS p WHERE p.entry = e.id "
               "AND p.at <= $2 ORDER BY p.at DESC LIMIT 1), 0) AS at FROM e) "
               "SELECT translate(encode(coalesce(string_agg("
               "substr(p.bytes, greatest(1, $2 - p.at + 1)::integer, "
               "($3 - greatest($2, p.at))::integer), ''::bytea ORDER BY p.at), ''), 'base64'), E'\\n', '') "
               "FROM f LEFT JOIN muster.pieces AS p ON p.entry = f.id AND p.at >= f.at AND p.at < $3 "
               "GROUP BY f.id",
               {path, text(offset), text(end)});
    if (found.rows() == 0) {
        if (is_directory(on, path)) throw not_possible{EISDIR};
        return std::nullopt;
    }
    auto bytes = core::from_base64(std::string(found.text(0, 0))).value_or("");
    return bytes.empty() && offset == 0 ? holder_of(on, path) : std::move(bytes);
}

void make_directory(connection& on, std::string const& path, tenures const& under) {
    if (path.empty()) return;
    if (on.run("SELECT FROM muster.entries WHERE path = $1", {path}).rows() > 0) return;
    make_directory(on, parent_of(path), under);
    if (!is_directory(on, parent_of(path))) throw not_possible{ENOTDIR};
    transaction all(on, under);
    on.run("INSERT INTO muster.entries (path, parent, directory, mode) VALUES ($1, $2, true, $3) "
           "ON CONFLICT (path) DO NOTHING",
           {path, parent_of(path), text(mode_of_directory)});
    all.commit();
}

open_entry open(connection& on, std::string const& path, tenures const& under) {
    auto const there = [&] {
        return on.run("SELECT id, size, directory FROM muster.entries WHERE path = $1", {path});
    };
    auto found = there();
    if (found.rows() == 0) {
        transaction all(on, under);
        if (!is_directory(on, parent_of(path))) throw not_possible{ENOENT};
        on.run("INSERT INTO muster.entries (path, parent, directory, mode) VALUES ($1, $2, false, $3) "
               "ON CONFLICT (path) DO NOTHING",
               {path, parent_of(path), text(mode_of_file)});
        all.commit();
        found = there();
    }
    if (found.rows() == 0) throw not_possible{ENOENT}; // gone in between
    if (found.text(0, 2) == "t") throw not_possible{EISDIR};
    return {found.number(0, 0), found.number(0, 1)};
}

void append(connection& on, open_entry const& to, std::string_view bytes, tenures const& under, bool& sent) {
    auto const grown = text(to.size + bytes.size());
    auto const as = under.value_or(tenure{});
    bool const may_be_there = std::exchange(sent, true);
    // One statement, so one way there and back: the usual case by far.
    auto const done =
        on.run("WITH held AS (SELECT FROM muster.leases WHERE id = $4 AND epoch = $5 FOR SHARE), "
               "grown AS (UPDATE muster.entries SET size = $6, changed = clock_timestamp() "
               "WHERE id = $1 AND size = $2 AND ($4 = 0 OR EXISTS (SELECT FROM held)) RETURNING id) "
               "INSERT INTO muster.pieces SELECT id, $2, decode($3, 'base64') FROM grown",
               {text(to.id), text(to.size), core::to_base64(bytes), text(as.lease), text(as.epoch), grown});
    if (done.changed() == 1) return;
    if (under
        && on.run("SELECT FROM muster.leases WHERE id = $1 AND epoch = $2", {text(as.lease), text(as.epoch)})
                   .rows()
               == 0)
        throw lease_lost();
    auto const same = on.run("SELECT FROM muster.pieces AS p JOIN muster.entries AS e ON e.id = p.entry "
                             "WHERE e.id = $1 AND e.size = $4 AND p.at = $2 "
                             "AND p.bytes = decode($3, 'base64')",
                             {text(to.id), text(to.size), core::to_base64(bytes), grown});
    if (!may_be_there || same.rows() == 0) throw not_possible{EBUSY};
}

void truncate(connection& on, std::string const& path, std::uint64_t size, tenures const& under) {
    transaction all(on, under);
    auto const found =
        on.run("SELECT id, size FROM muster.entries WHERE path = $1 AND NOT directory FOR UPDATE", {path});
    if (found.rows() == 0) throw not_possible{ENOENT};
    if (found.number(0, 1) < size) throw not_possible{EINVAL};
    std::vector<std::string> const which{std::string(found.text(0, 0)), text(size)};
    on.run("DELETE FROM muster.pieces WHERE entry = $1 AND at >= $2", which);
    on.run("UPDATE muster.pieces SET bytes = substr(bytes, 1, ($2 - at)::integer) "
           "WHERE entry = $1 AND at = (SELECT max(at) FROM muster.pieces WHERE entry = $1) "
           "AND at + length(bytes) > $2",
           which);
    on.run("UPDATE muster.entries SET size = $2, changed = clock_timestamp() WHERE id = $1", which);
    all.commit();
}

void rename(connection& on, std::string const& from, std::string const& to, tenures const& under,
            bool& sent) {
    transaction all(on, under);
    auto const found = on.run("SELECT id, directory FROM muster.entries WHERE path = $1 FOR UPDATE", {from});
    if (found.rows() == 0) {
        if (sent && look(on, to)) return all.commit();
        throw not_possible{ENOENT};
    }
    if (!is_directory(on, parent_of(to))) throw not_possible{ENOENT};
    if (to.starts_with(from + "/")) throw not_possible{EINVAL};
    if (from == to) return all.commit();
    if (found.text(0, 1) == "t") {
        on.run("DELETE FROM muster.entries AS d WHERE path = $1 AND directory "
               "AND NOT EXISTS (SELECT FROM muster.entries WHERE parent = d.path)",
               {to});
        touch_nothing_at(on, to);
        on.run("UPDATE muster.entries SET path = $2 || substr(path, length($1) + 1), "
               "parent = CASE WHEN path = $1 THEN $3 ELSE $2 || substr(parent, length($1) + 1) END "
               "WHERE path = $1 OR starts_with(path, $1 || '/')",
               {from, to, parent_of(to)});
        on.run("UPDATE muster.leases SET path = $2 || substr(path, length($1) + 1) "
               "WHERE starts_with(path, $1 || '/')",
               {from, to});
    } else {
        on.run("DELETE FROM muster.entries WHERE path = $1 AND NOT directory", {to});
        touch_nothing_at(on, to);
        on.run("UPDATE muster.entries SET path = $2, parent = $3, changed = clock_timestamp() "
               "WHERE id = $1",
               {std::string(found.text(0, 0)), to, parent_of(to)});
    }
    sent = true;
    all.commit();
}

void remove(connection& on, std::string const& path, tenures const& under, bool& sent) {
    transaction all(on, under);
    if (on.run("SELECT FROM muster.entries WHERE parent = $1 LIMIT 1", {path}).rows() > 0)
        throw not_possible{ENOTEMPTY};
    auto const gone = on.run("DELETE FROM muster.entries WHERE path = $1", {path});
    if (gone.changed() == 0 && !sent) throw not_possible{ENOENT};
    on.run("DELETE FROM muster.leases WHERE path = $1", {path});
    sent = true;
    all.commit();
}

void set_mode(connection& on, std::string const& path, unsigned mode, tenures const& under) {
    transaction all(on, under);
    if (on.run("UPDATE muster.entries SET mode = $2 WHERE path = $1", {path, text(mode)}).changed() == 0)
        throw not_possible{ENOENT};
    all.commit();
}

bool is_leased(connection& on, std::string const& path) {
    return on.run("SELECT FROM muster.leases WHERE path = $1 AND until > clock_timestamp()", {path}).rows()
           > 0;
}

} // namespace muster::fleet
