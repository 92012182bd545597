#include "launch/deed_places.hpp"

#include "core/overload.hpp"
#include "core/time.hpp"
#include "journal/sealed.hpp"

#include <chrono>
#include <stdexcept>
#include <variant>
#include <vector>

namespace muster::launch {

namespace {

constexpr std::string_view intent_begins = R"({"t":"intent","id":")";
constexpr std::string_view outcome_begins = R"({"t":"outcome","id":")";
constexpr std::string_view crc_of_line = R"(,"crc":"01234567"})";

/// The text that ends before the next quote; nullopt where it holds an escape.
std::optional<std::string_view> plain_text(std::string_view from) {
    auto const end = from.find_first_of("\"\\");
    if (end == from.npos || from[end] == '\\') return std::nullopt;
    return from.substr(0, end);
}

/// The text of a field of an object that holds no others: within texts, quotes are escaped, so that nothing
/// else looks like its name. Empty where it is missing; nullopt where it holds an escape.
std::optional<std::string_view> field_of_flat(std::string_view line, std::string_view name) {
    auto const at = line.find(name);
    return at == line.npos ? std::string_view() : plain_text(line.substr(at + name.size()));
}

/// Takes the last field off an object's text, if its name is that, and gives its text, which holds no escape;
/// else empty.
std::string_view take_last_field(std::string_view& text, std::string_view name) {
    if (!text.ends_with('"')) return {};
    auto const inside = text.substr(0, text.size() - 1);
    auto const quote = inside.rfind('"');
    if (quote == inside.npos || !inside.substr(0, quote + 1).ends_with(name)) return {};
    text = inside.substr(0, quote + 1 - name.size());
    return inside.substr(quote + 1);
}

} // namespace

void deed_places::take(std::string_view line, std::uint64_t at) {
    line_at_ = at;
    if (!journal::is_intact(line)) throw std::invalid_argument("its checksum does not match");
    if (take_plain_intent(line) || take_plain_outcome(line)) return;
    std::vector<journal::record> all; // none of them counts where one makes no sense
    journal::decode(line, [&](journal::record&& r) { all.push_back(std::move(r)); });
    for (auto const& r : all) take(r);
}

bool deed_places::take_plain_intent(std::string_view line) {
    if (!line.starts_with(intent_begins)) return false;
    auto const member = plain_text(line.substr(intent_begins.size()));
    if (!member) return false;
    // What the change holds may have any name: only the last fields are surely the intent's.
    auto rest = line.substr(0, line.size() - crc_of_line.size());
    auto const row = take_last_field(rest, R"(,"row":")");
    auto const email = take_last_field(rest, R"(,"email":")");
    bool const ends_in_object = rest.ends_with('}');
    if (!ends_in_object || row.find('\\') != row.npos || email.find('\\') != email.npos) return false;
    intend(*member, email, row);
    return true;
}

bool deed_places::take_plain_outcome(std::string_view line) {
    if (!line.starts_with(outcome_begins)) return false;
    auto const member = plain_text(line.substr(outcome_begins.size()));
    auto const email = field_of_flat(line, R"(,"email":")");
    auto const row = field_of_flat(line, R"(,"row":")");
    auto const at = field_of_flat(line, R"(,"at":")");
    auto const made = field_of_flat(line, R"(,"made":")");
    if (!member || !email || !row || !at || !made) return false;
    settle(*member, *email, *row, *at, *made);
    return true;
}

void deed_places::take(journal::record const& r) {
    std::visit(core::overload{
                   [](auto const&) {},
                   [&](journal::run_started const&) {
                       clock_.reset();
                       told_.clear();
                   },
                   [&](journal::page_read const& p) { note(p.at); },
                   [&](journal::intent const& i) { intend(i.member, i.email, i.row); },
                   [&](journal::intent_withdrawn const& w) { open_.erase(w.member); },
                   [&](journal::member_settled const& s) { settle(s.member, s.email, s.row, s.at, s.made); }},
               r);
}

void deed_places::intend(std::string_view member, std::string_view email, std::string_view row) {
    open_.insert_or_assign(std::string(member), open_intent{line_at_, clock_});
    name(member, email, row);
}

void deed_places::settle(std::string_view member, std::string_view email, std::string_view row,
                         std::string_view at, std::string_view made) {
    note(at);
    name(member, email, row);
    if (!made.empty()) to_.named(member, made);
    member_.assign(member);
    auto const intended = open_.find(member_);
    deed_place place{line_at_, 0, clock_};
    if (intended != open_.end()) {
        place.intent_at = intended->second.line_at;
        open_.erase(intended);
    }
    to_.found(member, place);
}

void deed_places::name(std::string_view member, std::string_view email, std::string_view row) {
    if (!email.empty()) to_.named(member, email);
    if (!row.empty()) to_.named(member, row);
}

void deed_places::note(std::string_view at) {
    if (at.empty() || at == told_) return;
    told_ = at;
    auto const time = core::parse_iso8601(at);
    clock_ = time ? std::optional<std::int64_t>(
                 std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count())
                  : std::nullopt;
}

} // namespace muster::launch
