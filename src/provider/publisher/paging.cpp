#include "provider/publisher/paging.hpp"

#include "core/digest.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace muster::provider::publisher {

namespace json = boost::json;

namespace {

struct position {
    std::uint64_t offset = 0;
    std::string_view first; ///< the digest of the first member before; empty at the beginning
};

/// nullopt for a cursor that is none of ours.
std::optional<position> read_position(cursor const& c) {
    position p;
    if (c.empty()) return p;
    auto const* const last = c.data() + c.size();
    auto const [end, error] = std::from_chars(c.data(), last, p.offset);
    if (error != std::errc() || end == last || *end != ':') return std::nullopt;
    p.first = std::string_view(end + 1, last);
    return p;
}

/// How many members these are; one that a page holds twice stands once in the list, so that the next page
/// would begin too far behind it.
std::size_t distinct(std::vector<core::member> const& members) {
    std::unordered_set<std::string_view> ids;
    for (auto const& each : members) ids.insert(each.id);
    return ids.size();
}

} // namespace

json::object pagination(list_query const& q, settings const& s) {
    // The one page is asked for whole: who is not on it would be missed.
    json::object all{{"limit", s.offsets ? q.limit : s.largest_page}};
    if (!s.offsets || q.after.empty()) return all;
    auto const at = read_position(q.after);
    // The instance refuses what is no number, which beats beginning anew.
    all["offset"] = at ? json::value(at->offset) : json::value(q.after);
    return all;
}

std::variant<page, core::verdict> page_of(std::vector<core::member> members, list_query const& q,
                                          settings const& s) {
    page result;
    result.members = std::move(members);
    auto const count = result.members.size();
    if (!s.offsets) {
        // More than were asked for are all there are: then the limit is passed over, too.
        if (count != s.largest_page) return result;
        return core::verdict(core::rejected{
            "list-cut", "the one page of the list is full (" + std::to_string(count)
                            + " members), so there may be more; set provider.largestPage above the number "
                              "of members, or provider.paging to \"offset\""});
    }
    if (count == 0) return result;
    auto const first = core::fingerprint(result.members.front().id);
    auto const from = read_position(q.after).value_or(position());
    if (first == from.first)
        return core::verdict(core::rejected{
            "offset-ignored", "the page begins with the same member as the one before it: this instance "
                              "ignores pagination.offset; set provider.paging to \"none\", and "
                              "provider.largestPage above the number of its members"});
    result.more = true;
    result.next = std::to_string(from.offset + distinct(result.members)) + ':' + first;
    return result;
}

} // namespace muster::provider::publisher
