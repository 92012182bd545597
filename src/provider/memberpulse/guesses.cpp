#include "provider/memberpulse/guesses.hpp"

#include "core/printable.hpp"
#include "provider/documents.hpp"
#include "provider/list_guesses.hpp"
#include "provider/memberpulse/pages.hpp"
#include "provider/memberpulse/records.hpp"
#include "provider/memberpulse/replies.hpp"
#include "provider/replies.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace muster::provider::memberpulse {

namespace json = boost::json;

namespace {

using fit = finding::fit;

constexpr std::size_t many = 1000;
constexpr std::string_view no_filter = "musterPingAsksForNothing";

/// A list's reply.
struct list_shown {
    explicit list_shown(http::reply const& r) : answer(r) {
        boost::system::error_code error;
        body = replies::parse(r.body, error);
        if (!error && r.status == 200) list = find_list(body);
        if (!list) return;
        for (auto const& each : *list->records)
            if (auto const m = read_record(each, arena)) records.push_back(*m);
    }
    list_shown(list_shown const&) = delete;
    list_shown& operator=(list_shown const&) = delete;

    http::reply const& answer;
    json::monotonic_resource arena;
    json::value body;
    std::optional<record_list> list;   ///< in `body`; nullopt: it is no list
    std::vector<core::member> records; ///< views into `body` and `arena`
};

/// The spec's list, from its beginning.
http::request page_request(settings const& s, std::size_t limit) {
    list_query q;
    q.limit = limit;
    return {http::method::get, list_target(s, q)};
}

http::request second_page(settings const& s, std::size_t limit) {
    list_query q;
    q.limit = limit;
    q.after = "2";
    return {http::method::get, list_target(s, q)};
}

/// The list with this filter alone.
http::request filtered(settings const& s, std::string_view name, std::string_view value, std::size_t limit) {
    settings asked = s;
    asked.query = {{std::string(name), std::string(value)}};
    return page_request(asked, limit);
}

finding shape(list_shown const& list) {
    auto const* const object = list.body.if_object();
    if (object == nullptr) return {"list", fit::fits, "a bare array"};
    for (auto const* const key : {"member", "hydra:member", "data"})
        if (documents::at_or_null(*object, key).is_array())
            return {"list", fit::fits, "an object with the records under `" + std::string(key) + "`"};
    return {"list", fit::open, "an object"};
}

finding total(list_shown const& list) {
    if (list.list->total)
        return {"total", fit::fits, std::to_string(*list.list->total) + " records, says the list"};
    return {"total", fit::fits, "the list tells none: it ends with an empty page"};
}

finding ids(list_shown const& page) {
    if (page.records.empty()) return {"ids", fit::open, "the list is empty"};
    auto const numbers = std::count_if(page.records.begin(), page.records.end(), [](core::member const& m) {
        return m.document->at("id").is_number();
    });
    if (numbers == 0) return {"ids", fit::fits, "text"};
    bool const all = static_cast<std::size_t>(numbers) == page.records.size();
    return {"ids", fit::fits, all ? "numbers" : "numbers and text"};
}

finding paging(list_shown const& first, list_shown const& second) {
    if (!second.list) return {"page", fit::wrong, "page 2 " + spoken_of(second.answer)};
    if (begin_alike(first.records, second.records))
        return {"page", fit::wrong, "`page` is ignored: page 2 begins as page 1"};
    return {"page", fit::fits, "page 2 begins with another record than page 1"};
}

finding email_filter(list_shown const& found, std::string_view email) {
    std::string const what = "filter email";
    if (!found.list) return {what, fit::wrong, "a list with it " + spoken_of(found.answer)};
    json::value const wanted(email);
    bool const heeded = std::all_of(found.records.begin(), found.records.end(), [&](core::member const& m) {
        return documents::same_email(json::value(m.email), wanted);
    });
    if (heeded && !found.records.empty()) return {what, fit::fits, "gives that member alone"};
    return {what, fit::wrong,
            found.records.empty() ? "does not find a member who is there"
                                  : "is ignored, or finds others too"};
}

finding unknown_filter(list_shown const& found) {
    std::string const what = "unknown filters";
    if (!found.list) return {what, fit::fits, "a list with one " + spoken_of(found.answer)};
    if (found.records.empty()) return {what, fit::fits, "a list with one is empty"};
    return {what, fit::fits, "are ignored: with a misspelt one, everybody is listed"};
}

finding after_filter(settings const& s, list_shown const& found, std::string_view moment) {
    std::string const what = "filter createdAt[after]";
    if (!found.list) return {what, fit::wrong, "a list with it " + spoken_of(found.answer)};
    auto const* const first = found.records.empty() ? nullptr : found.records.front().document;
    bool const inclusive =
        first != nullptr && documents::at_or_null(*first, "createdAt") == json::value(moment);
    if (inclusive) return {what, fit::fits, "gives also who was made at that very moment"};
    bool const used = std::any_of(s.query.begin(), s.query.end(),
                                  [](list_filter const& f) { return f.name == "createdAt[after]"; });
    return {what, used ? fit::wrong : fit::fits, "leaves out who was made at that very moment"};
}

} // namespace

inquiry inquire(settings const& s, std::span<http::reply const> so_far) {
    inquiry all(so_far);
    auto const* const given = all.ask(page_request(s, 1));
    if (given == nullptr) return all;
    list_shown const one(*given);
    if (!one.list) return all;
    all.note(shape(one));
    all.note(total(one));
    if (!one.records.empty()) {
        auto const* const second = all.ask(second_page(s, 1));
        if (second == nullptr) return all;
        if (list_shown const next(*second); !next.list || !next.records.empty()) all.note(paging(one, next));
    }

    auto asked = many;
    auto const* large = all.ask(page_request(s, asked));
    if (large == nullptr) return all;
    if (large->status >= 400 && large->status < 500) {
        asked = s.largest_page;
        large = all.ask(page_request(s, asked));
        if (large == nullptr) return all;
    }
    list_shown const page(*large);
    auto const count = page.records.size();
    bool ends = count == 0 || (page.list && page.list->total == count);
    if (!ends && count < s.largest_page && !page.list->total) {
        auto const* const behind = all.ask(second_page(s, asked));
        if (behind == nullptr) return all;
        ends = list_shown(*behind).records.empty();
    }
    auto const held = page.list ? std::optional(count) : std::nullopt;
    all.note(finding_of(large_page{*large, asked, held, ends}, s.largest_page));
    all.note(ids(page));
    auto const way = order_of(page.records);
    all.note(finding_of(way));
    if (count == 0) return all;

    auto const& last = page.records.back();
    if (s.of_members() && !last.email.empty()) {
        auto const* const found = all.ask(filtered(s, "email", last.email, 10));
        if (found == nullptr) return all;
        all.note(email_filter(list_shown(*found), last.email));
    }
    auto const* const misspelt = all.ask(filtered(s, no_filter, "1", 1));
    if (misspelt == nullptr) return all;
    all.note(unknown_filter(list_shown(*misspelt)));
    auto const* const moment = documents::at_or_null(*page.records.front().document, "createdAt").if_string();
    if (moment != nullptr && way == order::oldest_first) {
        auto const* const later = all.ask(filtered(s, "createdAt[after]", *moment, 1));
        if (later == nullptr) return all;
        all.note(after_filter(s, list_shown(*later), *moment));
    }
    bool const numbers = last.document->at("id").is_number();
    std::string const nobody = numbers ? "999999999999" : "00000000-0000-0000-0000-000000000000";
    auto const* const missing = all.ask({http::method::get, "/" + s.resource + "/" + nobody});
    if (missing == nullptr) return all;
    auto const judged = judge_status(*missing);
    all.note(finding_of_unknown_id(*missing, judged && std::holds_alternative<core::gone>(*judged)));
    return all;
}

} // namespace muster::provider::memberpulse
