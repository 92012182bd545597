#pragma once
#include "core/path.hpp"
#include "files/storage.hpp"
#include "source/csv_reader.hpp"
#include "source/jsonl_reader.hpp"
#include "source/plain_bytes.hpp"
#include "source/row.hpp"
#include "source/rows_settings.hpp"
#include "source/stretch.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace muster::source {

/// A row, or a file, that cannot be used. `what()` names the file, and the line if it is one of a row.
class rows_error : public std::runtime_error {
public:
    rows_error(std::string const& file, std::string why, bool can_go_on)
        : std::runtime_error(file + ", " + why),
          why_(std::move(why)),
          can_go_on_(can_go_on) {}
    /// What what() says behind the file's name: `line 17: ...`.
    [[nodiscard]] std::string const& why() const noexcept { return why_; }
    /// Whether rows::next() gives the rows behind it.
    [[nodiscard]] bool can_go_on() const noexcept { return can_go_on_; }

private:
    std::string why_;
    bool can_go_on_;
};

/// A row that has no key: there is nothing in its place.
class keyless_row : public rows_error {
public:
    keyless_row(std::string const& file, std::string why) : rows_error(file, std::move(why), true) {}
};

/// A file of CSV without the column that its rows are known by.
class missing_column : public rows_error {
public:
    missing_column(std::string const& file, std::string why) : rows_error(file, std::move(why), false) {}
};

/// The rows of a file, one by one, in some 2 MiB however large it is; and each with the key that it is known
/// by. Blank lines, and rows of CSV in which every cell is empty (as spreadsheets leave them at the end), are
/// none. The file must not change meanwhile: hold file_digest against the one that it had.
class rows {
public:
    /// `files` must outlive it. `from` is the start, or where a row of this file ends: at() of another time.
    /// Throws files::io_error, packed_file_error, and rows_error for a header that cannot be used.
    rows(files::storage& files, rows_settings const& settings, position from = {});

    /// The next row; it holds until the next call. nullopt at the end. Throws as the constructor does.
    std::optional<row> next();
    /// What the last row is known by: a text that is not empty; an e-mail address without the blanks around
    /// it. It holds as long as the row.
    [[nodiscard]] std::string_view key() const { return key_; }
    /// Where the last row stands that next() gave, or that it goes on behind; a view, as the row is.
    [[nodiscard]] stretch const& last() const { return last_; }
    /// Behind the last row, or the last one that cannot be used: the cursor.
    [[nodiscard]] position at() const { return at_; }
    /// Of CSV: its columns, delimiter and header. Of JSON Lines: as it was made.
    [[nodiscard]] csv_layout const& layout() const { return layout_; }

private:
    void find_layout(files::storage& files, csv_settings const& s);
    std::optional<std::variant<row, mistake>> next_ready();
    bool feed();
    [[noreturn]] void fail(mistake const& m) const;

    std::string file_;
    std::string name_; // for people
    core::path key_name_;
    bool is_email_; // what rows are known by
    csv_layout layout_;
    std::optional<plain_bytes> bytes_;
    std::variant<jsonl_reader, csv_reader> reader_;
    bool ended_ = false; // the bytes
    position at_;
    stretch last_;
    std::string key_;
};

} // namespace muster::source
