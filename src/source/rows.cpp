#include "source/rows.hpp"

#include "core/outcome.hpp"
#include "core/printable.hpp"
#include "source/remark.hpp"

#include <algorithm>
#include <utility>

namespace muster::source {
namespace {

namespace json = boost::json;

/// What a key is as a text; empty where it can be none.
std::string key_text(cell const& c) {
    if (auto const* const text = std::get_if<std::string_view>(&c)) return std::string(*text);
    auto const* const value = std::get_if<json::value const*>(&c);
    if (value == nullptr) return {};
    auto const& v = **value;
    if (v.is_string()) return std::string(v.get_string());
    if (v.is_int64()) return std::to_string(v.get_int64());
    if (v.is_uint64()) return std::to_string(v.get_uint64());
    return {};
}

/// Whether something is there that can be no key; not so of nothing, null, and an empty text.
bool is_of_another_type(cell const& c) {
    auto const* const value = std::get_if<json::value const*>(&c);
    return value != nullptr && !(*value)->is_null() && !(*value)->is_string();
}

/// Where a row came back with too few cells, and a spreadsheet has put others behind them since, what became
/// of it stands in columns of the file's own.
std::optional<std::string> objection_to_remarks(row const& r) {
    static core::path const outcome{remark_names.front()};
    auto const found = r.find(outcome);
    auto const* const word = std::get_if<std::string_view>(&found);
    if (word == nullptr || word->empty() || core::parse_outcome(*word)) return std::nullopt;
    return "the column " + core::quoted(remark_names.front()) + " holds " + core::quoted(*word)
           + ", which is no outcome: the cells of the row stand in the wrong columns, as one before it is "
             "missing";
}

/// As much of the file as find_csv_layout wants to see; `whole` = that is all.
std::string read_beginning(plain_bytes& bytes, bool& whole) {
    std::string beginning;
    while (beginning.size() < csv_beginning) {
        auto const more = bytes.next();
        whole = more.empty();
        if (whole) break;
        beginning += more;
    }
    return beginning;
}

std::string listed(std::vector<std::string> const& names) {
    constexpr std::size_t most = 20;
    std::string all;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        all += (i == 0 ? "" : ", ") + core::quoted(names[i]);
    return all + (names.size() > most ? ", ..." : "");
}

} // namespace

rows::rows(files::storage& files, rows_settings const& settings, position from)
    : file_(settings.file),
      name_(settings.name()),
      key_name_(settings.key),
      is_email_(settings.by == "email"),
      at_(from) {
    if (settings.what == rows_settings::format::csv) {
        find_layout(files, settings.csv);
        if (from.offset == 0) at_ = layout_.first_row;
        reader_.emplace<csv_reader>(layout_.delimiter, layout_.columns.size(), at_);
    } else {
        reader_.emplace<jsonl_reader>(at_);
    }
    bytes_.emplace(files, file_, at_.offset);
}

void rows::find_layout(files::storage& files, csv_settings const& s) {
    plain_bytes bytes(files, file_);
    bool whole = false;
    auto const beginning = read_beginning(bytes, whole);
    auto found = find_csv_layout(s, beginning, whole);
    if (auto const* const wrong = std::get_if<mistake>(&found)) fail(*wrong);
    layout_ = std::move(std::get<csv_layout>(found));
    auto const& columns = layout_.columns;
    if (std::find(columns.begin(), columns.end(), key_name_.text()) != columns.end()) return;
    auto message =
        "no column is called " + core::quoted(key_name_.text()) + ", the key; there are " + listed(columns);
    mistake const wrong{std::max<std::uint64_t>(layout_.first_row.line, 2) - 1, 0, std::move(message), false};
    throw missing_column(core::printable(name_), wrong.text());
}

void rows::fail(mistake const& m) const {
    throw rows_error(core::printable(name_), m.text(), m.can_go_on);
}

/// What the reader has ready, blank rows passed over; nullopt: it wants more.
std::optional<std::variant<row, mistake>> rows::next_ready() {
    if (auto* const jsonl = std::get_if<jsonl_reader>(&reader_)) {
        auto found = jsonl->next();
        if (!found) return std::nullopt;
        if (auto* const wrong = std::get_if<mistake>(&*found)) return std::move(*wrong);
        auto const& r = std::get<jsonl_row>(*found);
        return row(r.begins, r.ends, r.bytes, *r.object);
    }
    while (auto found = std::get<csv_reader>(reader_).next()) {
        if (auto* const wrong = std::get_if<mistake>(&*found)) return std::move(*wrong);
        auto const& r = std::get<csv_row>(*found);
        bool const blank =
            std::all_of(r.cells.begin(), r.cells.end(), [](auto each) { return each.empty(); });
        if (blank) continue;
        row const whole(r.begins, r.ends, r.bytes, layout_.columns, r.cells);
        if (auto const why = objection_to_remarks(whole)) return mistake{r.begins.line, 0, *why};
        return whole;
    }
    return std::nullopt;
}

/// Hands the reader the next piece of the file. False if there was no more before.
bool rows::feed() {
    if (ended_) return false;
    auto const piece = bytes_->next();
    ended_ = piece.empty();
    std::visit([&](auto& reader) { ended_ ? reader.finish() : reader.feed(piece); }, reader_);
    return true;
}

std::optional<row> rows::next() {
    auto found = next_ready();
    while (!found && feed()) found = next_ready();
    if (!found) return std::nullopt;
    auto const* const wrong = std::get_if<mistake>(&*found);
    if (wrong != nullptr && !wrong->can_go_on) fail(*wrong);
    last_ = std::visit([](auto const& reader) { return reader.last(); }, reader_);
    at_ = last_.ends;
    if (wrong != nullptr) fail(*wrong);
    auto const& r = std::get<row>(*found);
    auto const found_key = r.find(key_name_);
    key_ = key_text(found_key);
    if (is_email_) key_ = std::string(without_blanks(key_));
    if (!key_.empty()) return r;
    auto const name = core::quoted(key_name_.text());
    auto why = layout_.columns.empty() ? "there is no text and no whole number at " + name + ", the key"
                                       : "the column " + name + ", the key, is empty";
    if (is_of_another_type(found_key)) fail({r.begins().line, 0, std::move(why)});
    throw keyless_row(core::printable(name_), mistake{r.begins().line, 0, std::move(why)}.text());
}

} // namespace muster::source
