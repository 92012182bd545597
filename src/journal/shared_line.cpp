// Of a request that carries thousands of members, a line for each would be most of what the job writes.
#include "journal/shared_line.hpp"

#include "journal/line_writer.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <type_traits>

namespace muster::journal {

namespace json = boost::json;

namespace {

/// What an intent overwrites is its own member's: only those without can be alike.
bool are_alike(intent const& a, intent const& b) {
    return a.page == b.page && a.before.empty() && b.before.empty() && a.change == b.change;
}

/// `at`, where it is told, is told by the first.
bool are_alike(member_settled const& a, member_settled const& b) {
    return a.page == b.page && a.outcome == b.outcome && a.attempts == b.attempts && a.code == b.code
           && a.message == b.message && a.read_back == b.read_back && b.at.empty() && a.made.empty()
           && b.made.empty();
}

/// A list of what each member has, unless none has it.
template <class Record>
void write_if_any(line_writer& line, field_name const& key, std::span<Record const> all,
                  std::string Record::*text) {
    if (std::any_of(all.begin(), all.end(), [&](Record const& r) { return !(r.*text).empty(); }))
        line.texts(key, all, [&](Record const& r) -> std::string const& { return r.*text; });
}

template <class Record>
void write_members(line_writer& line, std::span<Record const> all) {
    line.texts("ids", all, [](Record const& r) -> std::string const& { return r.member; });
    write_if_any(line, "emails", all, &Record::email);
    write_if_any(line, "rows", all, &Record::row);
}

void write_shared(std::span<intent const> all, std::string& out) {
    line_writer line(out, "intents");
    line.number("page", all.front().page).value("change", all.front().change);
    write_members(line, all);
    line.end();
}

void write_shared(std::span<member_settled const> all, std::string& out) {
    auto const& first = all.front();
    line_writer line(out, "outcomes");
    line.number("page", first.page)
        .text("outcome", core::to_string(first.outcome))
        .number("attempts", first.attempts)
        .text_if("code", first.code)
        .text_if("message", first.message)
        .flag_if("readBack", first.read_back)
        .text_if("at", first.at);
    write_members(line, all);
    line.end();
}

template <class Record>
void write(std::span<Record const> all, std::string& out) {
    while (!all.empty()) {
        std::size_t alike = 1;
        while (alike < all.size() && are_alike(all.front(), all[alike])) ++alike;
        if (alike == 1)
            encode(all.front(), out);
        else
            write_shared(all.first(alike), out);
        all = all.subspan(alike);
    }
}

json::array const& list_at(fields const& f, char const* key) {
    auto const* const v = f.find(key);
    if (v == nullptr || !v->is_array()) fields::bad(key);
    return v->get_array();
}

/// The list of what each of `size` members has; nullptr where none has it.
json::array const* list_if(fields const& f, char const* key, std::size_t size) {
    if (!f.find(key)) return nullptr;
    auto const& all = list_at(f, key);
    if (all.size() != size) fields::bad(key);
    return &all;
}

std::string text_of(json::value const& v, char const* key) {
    if (!v.is_string()) fields::bad(key);
    return std::string(v.get_string());
}

/// Gives each member of the line its own copy of `common`.
template <class Record>
void hand_out(fields const& f, Record const& common, [[maybe_unused]] intent_parts parts,
              std::function<void(record&&)> const& each) {
    auto const& ids = list_at(f, "ids");
    if (ids.empty()) fields::bad("ids");
    auto const* const emails = list_if(f, "emails", ids.size());
    auto const* const rows = list_if(f, "rows", ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto one = common;
        one.member = text_of(ids[i], "ids");
        if (emails != nullptr) one.email = text_of((*emails)[i], "emails");
        if constexpr (std::is_same_v<Record, intent>)
            if (parts == intent_parts::names) one.email.clear();
        if (rows != nullptr) one.row = text_of((*rows)[i], "rows");
        if constexpr (std::is_same_v<Record, member_settled>)
            if (i > 0) one.at.clear();
        each(std::move(one));
    }
}

} // namespace

void encode(std::span<intent const> all, std::string& out) {
    write(all, out);
}

void encode(std::span<member_settled const> all, std::string& out) {
    write(all, out);
}

bool is_shared(std::string_view type) {
    return type == "intents" || type == "outcomes";
}

void read_shared(std::string_view type, fields const& f, intent_parts parts,
                 std::function<void(record&&)> const& each) {
    if (type == "intents") {
        intent common;
        common.page = f.number("page");
        auto const* const change = f.find("change");
        if (change == nullptr) fields::bad("change");
        if (parts == intent_parts::all) common.change = *change;
        return hand_out(f, common, parts, each);
    }
    auto const word = core::parse_outcome(f.text("outcome"));
    if (!word) fields::bad("outcome");
    member_settled common;
    common.page = f.number("page");
    common.outcome = *word;
    common.attempts = f.number("attempts");
    common.code = f.text_or_empty("code");
    common.message = f.text_or_empty("message");
    common.read_back = f.flag("readBack");
    common.at = f.text_or_empty("at");
    hand_out(f, common, parts, each);
}

} // namespace muster::journal
