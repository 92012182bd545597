#pragma once
#include "database/sqlite.hpp"
#include "files/storage.hpp"
#include "launch/deed_places.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::launch {

/// A journal as far as an index knows it.
struct indexed_journal {
    /// Whether all of it could be read.
    enum class rest : std::uint8_t {
        none,    ///< but for a last line that is not whole, perhaps
        unknown, ///< unsound lines stand behind what was read, of a job that was running
        torn,    ///< the same, left behind by a crash: a resume cuts them off
        damage   ///< the journal is damaged there
    };

    std::int64_t number = 0; ///< in the index, which never gives it to another; 0 = not in it yet
    std::string place;       ///< its file, below the state directory: what tells two journals apart
    std::string job;
    files::entry seen{};       ///< the file when it was read, but for its name: another one is read anew
    std::string first;         ///< checksum of its first line: whether it is still the same job's
    std::string last;          ///< checksum of the last line that was read, which begins at `last_at`:
    std::uint64_t last_at = 0; ///< whether all before it is as it was
    std::uint64_t read_to = 0; ///< the byte where that line ends
    std::int64_t begun = 0;    ///< when the job began, in milliseconds since 1970
    std::optional<std::int64_t> clock{}; ///< deed_places::clock() there
    std::uint64_t deeds = 0;
    rest behind = rest::none;
};

/// Where a deed stands that may be of a member who was asked for: the index knows members by a few bits.
struct indexed_deed {
    std::int64_t journal = 0; ///< indexed_journal::number
    deed_place where{};
    bool open = false;    ///< an intent without an outcome, whose place is in `where.intent_at`
    std::int32_t key = 0; ///< history_index::key_of whoever it is of
};

/// For tests; the defaults are right.
struct index_settings {
    unsigned key_bits = 32;            ///< of the hashes that it knows names by, 1 to 32
    std::uint64_t most_dead = 100'000; ///< deeds of jobs that are gone, beside as many that are not
    int patience_ms = 30'000;          ///< for others who work on it
};

/// Whom the jobs of a state directory did something to, in which journal, and where in it: about 25 bytes for
/// a deed in a file of SQLite's. It holds no text of a member's, and is made of the journals again at will.
/// All throws core::obstacle: `unfit` where the file is damaged, or of another version.
class history_index {
public:
    /// Opens it, or makes it (readable by its owner alone); an empty path = one that goes when it is closed.
    history_index(files::storage& storage, std::filesystem::path const& file, index_settings settings = {});

    /// All that stands between these is done as one, and alone; waits for others who do. What is not
    /// committed when it is closed, is not done.
    void begin();
    void commit();

    [[nodiscard]] std::vector<indexed_journal> journals();
    /// Puts in what is known of a journal, or puts it in another's place by its number, which is set.
    void save(indexed_journal& journal);
    /// Its deeds count no more.
    void drop(indexed_journal const& journal);
    void add_deed(indexed_journal const& journal, std::string_view member, deed_place const& where);
    void add_name(std::string_view member, std::string_view name);
    /// In the place of those that the journal had.
    void set_open(indexed_journal const& journal, deed_places::open_intents const& open);
    /// Its intents that have no outcome, each with the key (key_of) of its member.
    [[nodiscard]] std::vector<std::pair<std::int32_t, deed_places::open_intent>> open_of(
        indexed_journal const& journal);

    /// The deeds of those who may be meant: by their id, or by an address or key that a journal knows.
    [[nodiscard]] std::vector<indexed_deed> find(std::string_view name);
    /// What stands for a member's id, or another name, in it.
    [[nodiscard]] std::int32_t key_of(std::string_view name) const;

    /// Removes an index, unless another process made it anew since `seen`; waits for others who use it.
    /// Throws files::io_error.
    static void remove(files::storage& storage, std::filesystem::path const& file,
                       std::optional<files::entry> const& seen, index_settings settings = {});

private:
    struct row {
        std::int32_t key = 0;
        std::int64_t journal = 0;
        deed_place where{};
    };
    void make(std::int64_t version);
    void flush();
    void forget_the_dead();
    std::int64_t number_of(std::string const& question);

    index_settings settings_;
    database::sqlite_database db_;
    std::vector<row> deeds_;                                   ///< to be put in, sorted
    std::vector<std::pair<std::int32_t, std::int32_t>> names_; ///< the same: of a name, and of the member
    std::unique_ptr<database::sqlite_statement> put_deed_;
    std::unique_ptr<database::sqlite_statement> put_name_;
};

} // namespace muster::launch
