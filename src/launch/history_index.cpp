#include "launch/history_index.hpp"

#include "core/obstacle.hpp"
#include "launch/name_key.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace muster::launch {

namespace fs = std::filesystem;
using database::sqlite_database;
using database::sqlite_statement;
using obstacle = core::obstacle;

namespace {

constexpr std::int64_t index_version = 1;
constexpr std::int64_t ms = 1000;
constexpr std::size_t most_at_once = 1U << 20U; // sorted in memory: some 60 MB

/// What is written in its order fills the pages of the file, and a member's deeds stand side by side. `back`
/// = from the outcome's line to its intent's, mostly two bytes; `at` = seconds since the job began, mostly
/// two or three.
constexpr char const* index_schema = R"(
CREATE TABLE journals(number INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT NOT NULL UNIQUE, job TEXT NOT NULL,
  size INTEGER, inode INTEGER, changed INTEGER, first TEXT, last TEXT, last_at INTEGER, read_to INTEGER,
  begun INTEGER, clock INTEGER, deeds INTEGER, behind INTEGER);
CREATE TABLE deeds(key INTEGER, journal INTEGER, line INTEGER, back INTEGER, at INTEGER,
  PRIMARY KEY(key, journal, line, back)) WITHOUT ROWID;
CREATE TABLE names(name INTEGER, member INTEGER, PRIMARY KEY(name, member)) WITHOUT ROWID;
CREATE TABLE open(journal INTEGER, key INTEGER, line INTEGER, at INTEGER,
  PRIMARY KEY(journal, key, line)) WITHOUT ROWID;
CREATE INDEX open_by_key ON open(key);
CREATE TABLE dead(deeds INTEGER);
INSERT INTO dead VALUES(0);
)";

fs::path made(files::storage& storage, fs::path const& file) {
    if (!file.empty() && !storage.look(file))
        storage.open_append(file); // SQLite's own mode is for all to read
    return file;
}

void bind_optional(sqlite_statement& to, int parameter, std::optional<std::int64_t> const& value) {
    if (value)
        to.bind(parameter, *value);
    else
        to.bind_null(parameter);
}

std::optional<std::int64_t> optional_number(sqlite_statement const& of, int column) {
    return of.is_null(column) ? std::nullopt : std::optional(of.number(column));
}

std::int64_t as_signed(std::uint64_t n) {
    return static_cast<std::int64_t>(n);
}

std::uint64_t as_unsigned(std::int64_t n) {
    return static_cast<std::uint64_t>(n);
}

} // namespace

history_index::history_index(files::storage& storage, fs::path const& file, index_settings settings)
    : settings_(settings),
      db_(made(storage, file), settings.patience_ms) {
    db_.run("PRAGMA cache_size=-65536; PRAGMA cell_size_check=ON;");
    auto const version = index_version * 100 + settings.key_bits;
    if (number_of("PRAGMA user_version") != version) make(version);
    put_deed_ = std::make_unique<sqlite_statement>(db_, "INSERT OR IGNORE INTO deeds VALUES(?,?,?,?,?)");
    put_name_ = std::make_unique<sqlite_statement>(db_, "INSERT OR IGNORE INTO names VALUES(?,?)");
}

void history_index::make(std::int64_t version) {
    db_.run("BEGIN IMMEDIATE");
    auto const there = number_of("PRAGMA user_version"); // another process may have been quicker
    if (there != version) {
        if (there != 0 || number_of("SELECT count(*) FROM sqlite_master") != 0)
            throw obstacle(obstacle::kind::unfit, "the index is of another version");
        db_.run(index_schema);
        db_.run("PRAGMA user_version=" + std::to_string(version));
    }
    db_.run("COMMIT");
}

std::int64_t history_index::number_of(std::string const& question) {
    sqlite_statement asked(db_, question);
    return asked.step() ? asked.number(0) : 0;
}

std::int32_t history_index::key_of(std::string_view name) const {
    return name_key(name, settings_.key_bits);
}

void history_index::begin() {
    db_.run("BEGIN IMMEDIATE");
}

void history_index::commit() {
    flush();
    forget_the_dead();
    db_.run("COMMIT");
}

std::vector<indexed_journal> history_index::journals() {
    sqlite_statement all(db_,
                         "SELECT number, place, job, size, inode, changed, first, last, last_at, read_to, "
                         "begun, clock, deeds, behind FROM journals");
    std::vector<indexed_journal> found;
    while (all.step()) {
        indexed_journal j;
        j.number = all.number(0);
        j.place = all.text(1);
        j.job = all.text(2);
        j.seen.what = files::entry::kind::file;
        j.seen.size = as_unsigned(all.number(3));
        j.seen.number = as_unsigned(all.number(4));
        j.seen.changed = all.number(5);
        j.first = all.text(6);
        j.last = all.text(7);
        j.last_at = as_unsigned(all.number(8));
        j.read_to = as_unsigned(all.number(9));
        j.begun = all.number(10);
        j.clock = optional_number(all, 11);
        j.deeds = as_unsigned(all.number(12));
        j.behind = static_cast<indexed_journal::rest>(all.number(13));
        found.push_back(std::move(j));
    }
    return found;
}

void history_index::save(indexed_journal& j) {
    if (j.number == 0) {
        sqlite_statement put(db_, "INSERT INTO journals(place, job) VALUES(?,?) RETURNING number");
        put.bind(1, j.place);
        put.bind(2, j.job);
        put.step();
        j.number = put.number(0);
        put.run();
    }
    sqlite_statement set(db_, "UPDATE journals SET size=?, inode=?, changed=?, first=?, last=?, last_at=?, "
                              "read_to=?, begun=?, clock=?, deeds=?, behind=?, job=? WHERE number=?");
    set.bind(1, as_signed(j.seen.size));
    set.bind(2, as_signed(j.seen.number));
    set.bind(3, j.seen.changed);
    set.bind(4, j.first);
    set.bind(5, j.last);
    set.bind(6, as_signed(j.last_at));
    set.bind(7, as_signed(j.read_to));
    set.bind(8, j.begun);
    bind_optional(set, 9, j.clock);
    set.bind(10, as_signed(j.deeds));
    set.bind(11, static_cast<std::int64_t>(j.behind));
    set.bind(12, j.job);
    set.bind(13, j.number);
    set.run();
}

void history_index::drop(indexed_journal const& j) {
    sqlite_statement count(db_, "UPDATE dead SET deeds = deeds + ?");
    count.bind(1, as_signed(j.deeds));
    count.run();
    for (auto const* const sql :
         {"DELETE FROM open WHERE journal=?", "DELETE FROM journals WHERE number=?"}) {
        sqlite_statement remove(db_, sql);
        remove.bind(1, j.number);
        remove.run();
    }
}

void history_index::forget_the_dead() {
    auto const dead = as_unsigned(number_of("SELECT deeds FROM dead"));
    if (dead <= settings_.most_dead || dead <= as_unsigned(number_of("SELECT sum(deeds) FROM journals")))
        return;
    db_.run("DELETE FROM deeds WHERE journal NOT IN (SELECT number FROM journals);"
            "DELETE FROM names WHERE NOT EXISTS (SELECT 1 FROM deeds WHERE key = member)"
            " AND NOT EXISTS (SELECT 1 FROM open WHERE key = member);"
            "UPDATE dead SET deeds = 0;");
}

void history_index::add_deed(indexed_journal const& j, std::string_view member, deed_place const& where) {
    row r{key_of(member), j.number, where};
    if (r.where.at) *r.where.at -= j.begun / ms;
    deeds_.push_back(r);
    if (deeds_.size() >= most_at_once) flush();
}

void history_index::add_name(std::string_view member, std::string_view name) {
    if (auto const key = key_of(name); key != key_of(member)) names_.emplace_back(key, key_of(member));
    if (names_.size() >= most_at_once) flush();
}

void history_index::flush() {
    auto const order = [](row const& r) { return std::tie(r.key, r.journal, r.where.line_at); };
    std::sort(deeds_.begin(), deeds_.end(), [&](row const& a, row const& b) { return order(a) < order(b); });
    for (auto const& r : deeds_) {
        put_deed_->bind(1, std::int64_t{r.key});
        put_deed_->bind(2, r.journal);
        put_deed_->bind(3, as_signed(r.where.line_at));
        put_deed_->bind(4, r.where.intent_at == 0 ? 0 : as_signed(r.where.line_at - r.where.intent_at));
        bind_optional(*put_deed_, 5, r.where.at);
        put_deed_->run();
    }
    deeds_.clear();
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    for (auto const& [name, member] : names_) {
        put_name_->bind(1, std::int64_t{name});
        put_name_->bind(2, std::int64_t{member});
        put_name_->run();
    }
    names_.clear();
}

void history_index::set_open(indexed_journal const& j, deed_places::open_intents const& open) {
    sqlite_statement remove(db_, "DELETE FROM open WHERE journal=?");
    remove.bind(1, j.number);
    remove.run();
    sqlite_statement put(db_, "INSERT OR IGNORE INTO open VALUES(?,?,?,?)");
    for (auto const& [member, intent] : open) {
        put.bind(1, j.number);
        put.bind(2, std::int64_t{key_of(member)});
        put.bind(3, as_signed(intent.line_at));
        bind_optional(put, 4, intent.at);
        put.run();
    }
}

std::vector<std::pair<std::int32_t, deed_places::open_intent>> history_index::open_of(
    indexed_journal const& j) {
    sqlite_statement all(db_, "SELECT key, line, at FROM open WHERE journal=?");
    all.bind(1, j.number);
    std::vector<std::pair<std::int32_t, deed_places::open_intent>> found;
    while (all.step())
        found.emplace_back(static_cast<std::int32_t>(all.number(0)),
                           deed_places::open_intent{as_unsigned(all.number(1)), optional_number(all, 2)});
    return found;
}

std::vector<indexed_deed> history_index::find(std::string_view name) {
    std::set<std::int64_t> members{key_of(name)};
    sqlite_statement known(db_, "SELECT member FROM names WHERE name=?");
    known.bind(1, std::int64_t{key_of(name)});
    while (known.step()) members.insert(known.number(0));
    sqlite_statement settled(
        db_, "SELECT journal, line, back, at + begun / 1000 FROM deeds JOIN journals ON number = "
             "journal WHERE key=?");
    sqlite_statement open(db_, "SELECT journal, line, at FROM open WHERE key=?");
    std::vector<indexed_deed> found;
    for (auto const member : members) {
        settled.bind(1, member);
        while (settled.step()) {
            auto const line = as_unsigned(settled.number(1)), back = as_unsigned(settled.number(2));
            found.push_back({settled.number(0),
                             {line, back == 0 ? 0 : line - back, optional_number(settled, 3)},
                             false,
                             static_cast<std::int32_t>(member)});
        }
        open.bind(1, member);
        while (open.step())
            found.push_back({open.number(0),
                             {0, as_unsigned(open.number(1)), optional_number(open, 2)},
                             true,
                             static_cast<std::int32_t>(member)});
    }
    return found;
}

void history_index::remove(files::storage& storage, fs::path const& file,
                           std::optional<files::entry> const& seen, index_settings settings) {
    if (!storage.look(file)) return; // to open it would make it
    // Who has the file for itself alone knows that nobody is about to write to it, or removes it too.
    std::unique_ptr<sqlite_database> held;
    try {
        held = std::make_unique<sqlite_database>(file, settings.patience_ms);
        held->run("BEGIN EXCLUSIVE");
    } catch (obstacle const& e) {
        if (e.what_kind() == obstacle::kind::passing) throw;
    }
    auto const there = storage.look(file);
    if (there && (!seen || seen->number == there->number))
        for (auto const* const end : {"", "-journal"})
            if (auto const p = fs::path(file.string() + end); storage.look(p)) storage.remove(p);
}

} // namespace muster::launch
