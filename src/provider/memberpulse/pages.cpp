#include "provider/memberpulse/pages.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "core/time.hpp"
#include "provider/documents.hpp"
#include "provider/memberpulse/records.hpp"

#include <algorithm>
#include <charconv>

namespace muster::provider::memberpulse {

namespace json = boost::json;

namespace {

/// A position in the list: what a cursor says.
struct position {
    std::uint64_t page = 1;
    std::string_view first_before; ///< the first id of the page before; empty at the beginning
};

position read_position(cursor const& c) {
    position p;
    std::string_view const text(c);
    auto const colon = std::min(text.find(':'), text.size());
    std::from_chars(text.data(), text.data() + colon, p.page);
    if (colon < text.size()) p.first_before = text.substr(colon + 1);
    return p;
}

// It goes into each request for a page, each checkpoint, and messages.
constexpr std::size_t longest_id = 256;

cursor cursor_behind(std::uint64_t page, core::member const& first) {
    return std::to_string(page + 1) + ":" + std::string(first.id.substr(0, longest_id));
}

/// A filter's name, `createdAt[after]`, taken apart.
struct filter_name {
    std::string_view field;
    std::string_view operation; ///< what stands in brackets; empty if nothing does
};

filter_name split(std::string_view name) {
    auto const open = name.find('[');
    if (open == std::string_view::npos || !name.ends_with(']')) return {name, {}};
    return {name.substr(0, open), name.substr(open + 1, name.size() - open - 2)};
}

/// Whether a record with this text in the filter's field may have passed the filter. Texts may be compared
/// in part and without case; in which time zone the platform reads a date is not told, so a day more or less
/// is allowed.
bool may_pass(std::string_view text, filter_name const& name, std::string_view wanted) {
    if (name.operation.empty())
        return core::lower_ascii(text).find(core::lower_ascii(wanted)) != std::string::npos;
    if (name.operation != "after" && name.operation != "before") return true;
    auto const theirs = core::parse_iso8601(text);
    auto const bound = core::parse_iso8601(wanted);
    if (!theirs || !bound) return true;
    constexpr auto day = std::chrono::hours(24);
    return name.operation == "after" ? *theirs >= *bound - day : *theirs <= *bound + day;
}

} // namespace

std::string list_target(settings const& s, list_query const& q) {
    auto target = "/" + s.resource + "?page=" + std::to_string(read_position(q.after).page)
                  + "&itemsPerPage=" + std::to_string(q.limit);
    for (auto const& filter : s.query)
        target += "&" + http::percent_encode(filter.name) + "=" + http::percent_encode(filter.value);
    return target;
}

std::variant<page, page_fault, core::verdict> read_list(settings const& s, list_query const& q,
                                                        json::value const& body,
                                                        json::monotonic_resource& arena) {
    auto const list = find_list(body);
    if (!list)
        return page_fault{
            "the page holds no list: neither an array, nor one under `member`, `hydra:member` or "
            "`data`"};
    page result;
    result.total_count = list->total;
    result.members.reserve(list->records->size());
    for (auto const& each : *list->records) {
        auto const m = read_record(each, arena);
        if (!m)
            return page_fault{"record " + std::to_string(result.members.size() + 1)
                              + " of the page has no id"};
        result.members.push_back(*m);
    }

    auto const at = read_position(q.after);
    auto const count = result.members.size();
    if (count == 0) {
        if (at.page == 1 && list->total.value_or(0) > 0)
            return page_fault{"the first page is empty, although there are " + std::to_string(*list->total)
                              + " records"};
        return result;
    }
    auto const& first = result.members.front();
    // Of pages of one record each, the same may come again as the list shifts.
    if (count > 1 && at.page > 1 && first.id.substr(0, longest_id) == at.first_before)
        return page_fault{"page " + std::to_string(at.page) + " begins with " + core::printable(first.id)
                          + ", as the page before it: the platform takes no notice of `page`"};
    if (at.page == 1)
        if (auto const why = find_unfiltered(s, result.members))
            return core::verdict(core::rejected{"filter-ignored", *why});
    result.more = !list->total || at.page * count != *list->total;
    if (result.more) result.next = cursor_behind(at.page, first);
    return result;
}

std::optional<std::string> find_unfiltered(settings const& s, std::span<core::member const> records) {
    for (auto const& filter : s.query) {
        auto const name = split(filter.name);
        for (auto const& record : records) {
            auto const* const text = documents::at_or_null(*record.document, name.field).if_string();
            if (text == nullptr || may_pass(*text, name, filter.value)) continue;
            return "the platform takes no notice of the filter " + core::printable(filter.name) + "="
                   + core::printable(filter.value) + ": " + core::printable(record.id) + " has "
                   + core::printable(name.field) + " `" + core::printable(*text)
                   + "`; take it out of provider.query, and say it in \"where\"";
        }
    }
    return std::nullopt;
}

} // namespace muster::provider::memberpulse
