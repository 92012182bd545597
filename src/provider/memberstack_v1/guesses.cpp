#include "provider/memberstack_v1/guesses.hpp"

#include "provider/documents.hpp"
#include "provider/list_guesses.hpp"
#include "provider/memberstack_v1/replies.hpp"
#include "provider/replies.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace muster::provider::memberstack_v1 {

namespace json = boost::json;

namespace {

using fit = finding::fit;

constexpr std::size_t more_than_any_page = 1000;
// As long as an id, and nobody's.
constexpr std::string_view nobody = "/members/000000000000000000000000";

/// A page of the list, or what came in its place.
struct page_shown {
    explicit page_shown(http::reply const& r) : answer(r) {
        boost::system::error_code error;
        body = replies::parse(r.body, error);
        auto const* const object = error || r.status != 200 ? nullptr : body.if_object();
        auto const* const all =
            object != nullptr ? documents::at_or_null(*object, "members").if_array() : nullptr;
        if (all == nullptr) return;
        is_page = true;
        for (auto const& each : *all)
            if (auto const m = read_document(each)) members.push_back(*m);
    }
    page_shown(page_shown const&) = delete;
    page_shown& operator=(page_shown const&) = delete;

    [[nodiscard]] std::string words() const {
        if (!is_page) return spoken_of(answer);
        return members.empty() ? "is empty" : "holds members";
    }

    http::reply const& answer;
    json::value body;
    std::vector<core::member> members; ///< views into `body`
    bool is_page = false;
};

http::request page_request(unsigned number, std::size_t limit) {
    return {http::method::get, "/members?limit=" + std::to_string(limit) + "&page=" + std::to_string(number)};
}

/// What the pages 0 and 1, of one member each, say of which is the first.
finding first_page(settings const& s, page_shown const& zero, page_shown const& one) {
    std::string const what = "provider.firstPage";
    auto const said = [&](unsigned first, std::string seen) -> finding {
        if (first == s.first_page) return {what, fit::fits, std::move(seen)};
        return {what, fit::wrong, std::move(seen), {{"firstPage", first}}};
    };
    if (zero.members.empty() && one.members.empty()) return {what, fit::open, "the list is empty"};
    if (zero.members.empty()) return said(1, "page 0 " + zero.words() + ", page 1 holds members");
    if (begin_alike(zero.members, one.members)) return said(1, "page 0 gives what page 1 does");
    return said(0, "page 0 holds other members than page 1");
}

std::size_t holding(page_shown const& page, std::string_view key) {
    return static_cast<std::size_t>(
        std::count_if(page.members.begin(), page.members.end(),
                      [&](core::member const& m) { return m.document->contains(key); }));
}

/// How members are written: in one form, in another, or in both.
finding form(std::string what, page_shown const& page, std::string_view one, std::string_view other) {
    auto const all = page.members.size();
    if (all == 0) return {std::move(what), fit::open, "the list is empty"};
    auto const told = [&](std::string_view key) {
        return std::to_string(holding(page, key)) + " of " + std::to_string(all) + " members have `"
               + std::string(key) + "`";
    };
    return {std::move(what), fit::fits, told(one) + ", " + told(other)};
}

finding shown_fields(settings const& s, page_shown const& page, http::reply const& single) {
    std::string const what = "provider.customFields";
    boost::system::error_code error;
    auto const body = replies::parse(single.body, error);
    auto const* const object = body.if_object();
    auto const* const member =
        object != nullptr ? documents::at_or_null(*object, "member").if_object() : nullptr;
    bool const alone = member != nullptr && member->contains("customFields");
    bool const listed = holding(page, "customFields") > 0;
    if (s.shows_custom_fields) {
        if (alone) return {what, fit::fits, "the look-up of a member shows them"};
        return {what, fit::open, "the member that was looked up shows none, and may have none"};
    }
    // Both are read: the list for who is that way already, the look-up to settle what is in doubt.
    if (alone && listed)
        return {what, fit::better, "list and look-up show them", {{"customFields", "shown"}}};
    if (alone || listed)
        return {what, fit::fits, alone ? "only the look-up shows them" : "only the list shows them"};
    return {what, fit::fits, "neither list nor look-up shows any"};
}

} // namespace

inquiry inquire(settings const& s, std::span<http::reply const> so_far) {
    inquiry all(so_far);
    auto const* const given = all.ask(page_request(s.first_page, 1));
    auto const* const other = all.ask(page_request(1 - s.first_page, 1));
    if (other == nullptr) return all;
    page_shown const zero(s.first_page == 0 ? *given : *other);
    page_shown const one(s.first_page == 0 ? *other : *given);
    all.note(first_page(s, zero, one));
    bool const from_zero = !zero.members.empty() && !begin_alike(zero.members, one.members);
    unsigned const first = from_zero ? 0 : 1;

    auto asked = more_than_any_page;
    auto const* large = all.ask(page_request(first, asked));
    if (large == nullptr) return all;
    if (large->status >= 400 && large->status < 500) {
        asked = s.largest_page;
        large = all.ask(page_request(first, asked));
        if (large == nullptr) return all;
    }
    page_shown const page(*large);
    bool another_follows = false;
    if (!page.members.empty() && page.members.size() < s.largest_page) {
        auto const* const behind = all.ask(page_request(first + 1, asked));
        if (behind == nullptr) return all;
        another_follows = !page_shown(*behind).members.empty();
    }
    auto const held = page.is_page ? std::optional(page.members.size()) : std::nullopt;
    all.note(finding_of(large_page{*large, asked, held, !another_follows}, s.largest_page));
    all.note(form("memberships", page, "membership", "memberships"));
    all.note(form("ids", page, "id", "_id"));
    all.note(finding_of(order_of(page.members)));

    if (!page.members.empty()) {
        auto const* const single =
            all.ask({http::method::get, "/members/" + http::percent_encode(page.members.front().id)});
        if (single == nullptr) return all;
        all.note(shown_fields(s, page, *single));
    }
    auto const* const missing = all.ask({http::method::get, std::string(nobody)});
    if (missing == nullptr) return all;
    auto const judged = judge_status(*missing);
    all.note(finding_of_unknown_id(*missing, judged && std::holds_alternative<core::gone>(*judged)));
    return all;
}

} // namespace muster::provider::memberstack_v1
