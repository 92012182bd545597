#include "provider/publisher/guesses.hpp"

#include "core/printable.hpp"
#include "provider/publisher/replies.hpp"
#include "provider/publisher/state.hpp"
#include "provider/replies.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace muster::provider::publisher {

namespace json = boost::json;

namespace {

using fit = finding::fit;

constexpr std::size_t many = 1000;
constexpr std::string_view nobody = "muster-ping-looks-for-nobody";

/// A list's reply, wherever the members stand in it.
struct list_shown {
    list_shown(http::reply const& r, settings const& s) : answer(r) {
        boost::system::error_code error;
        body = replies::parse(r.body, error);
        if (error || r.status < 200 || r.status >= 300) return;
        array = find_members(body, s);
        if (array == nullptr) array = only_array(body, key);
        if (array == nullptr) return;
        for (auto const& each : *array)
            if (auto const m = read_document(each)) members.push_back(*m);
    }
    list_shown(list_shown const&) = delete;
    list_shown& operator=(list_shown const&) = delete;

    /// The one array in an object; its key goes into `found_under`.
    static json::array const* only_array(json::value const& body, std::string& found_under) {
        auto const* const object = body.if_object();
        json::array const* found = nullptr;
        if (object == nullptr) return nullptr;
        for (auto const& entry : *object) {
            if (!entry.value().is_array()) continue;
            if (found != nullptr) return nullptr;
            found = &entry.value().get_array();
            found_under = entry.key();
        }
        return found;
    }
    [[nodiscard]] bool usable() const { return array != nullptr && key.empty(); }

    http::reply const& answer;
    json::value body;
    json::array const* array = nullptr; ///< in `body`; nullptr: it is no list
    std::string key;                    ///< where the settings do not look for it; empty where they do
    std::vector<core::member> members;  ///< views into `body`
};

http::request list_request(settings const& s, json::object pagination, json::array filters = {}) {
    json::object body{{"member_base_id", s.member_base}, {"pagination", std::move(pagination)}};
    if (!filters.empty()) body["filters"] = std::move(filters);
    return {http::method::post, s.paths.list, json::serialize(body)};
}

http::request filtered_request(settings const& s, std::string_view key, std::string_view value) {
    json::array filters;
    filters.emplace_back(json::object{{"key", key}, {"in", json::array{json::string(value)}}});
    return list_request(s, {{"limit", 10}}, std::move(filters));
}

finding list_key(list_shown const& list) {
    std::string const what = "provider.listKey";
    if (list.array == nullptr) return {what, fit::wrong, "the list " + spoken_of(list.answer)};
    if (!list.key.empty())
        return {
            what, fit::wrong, "the members stand under " + core::quoted(list.key), {{"listKey", list.key}}};
    if (list.body.is_array()) return {what, fit::fits, "the list is a bare array"};
    return {what, fit::fits, "the list is an object that holds the members"};
}

/// What all these ids begin with, up to the last sign that is neither a letter nor a digit.
std::string common_beginning(std::vector<core::member> const& members) {
    std::string_view common = members.front().id;
    for (auto const& each : members) {
        auto const differ = std::mismatch(common.begin(), common.end(), each.id.begin(), each.id.end());
        common = common.substr(0, static_cast<std::size_t>(differ.first - common.begin()));
    }
    auto const sign = common.find_last_of("_-:.");
    return std::string(sign == common.npos ? std::string_view() : common.substr(0, sign + 1));
}

finding id_prefix(settings const& s, std::vector<core::member> const& members) {
    std::string const what = "provider.idPrefix";
    if (members.empty()) return {what, fit::open, "there is no member to look at"};
    auto const begins = [](std::string_view text, std::string const& prefix) {
        return text.starts_with(prefix);
    };
    auto const all = std::to_string(members.size());
    bool const right = std::all_of(members.begin(), members.end(),
                                   [&](core::member const& m) { return begins(m.id, s.id_prefix); });
    if (right && s.id_prefix.empty()) return {what, fit::fits, "no beginning is asked for"};
    if (right) return {what, fit::fits, "all of " + all + " ids begin with " + core::quoted(s.id_prefix)};
    auto const shown = "an id is " + core::quoted(members.front().id);
    return {what, fit::wrong, shown, {{"idPrefix", common_beginning(members)}}};
}

/// Whether the page behind says that `offset` is heeded.
bool heeds_offset(list_shown const& page, list_shown const& behind) {
    if (behind.array == nullptr) return false;
    return behind.members.empty() || behind.members.front().id != page.members.front().id;
}

finding paging(settings const& s, std::size_t asked, list_shown const& page, list_shown const& behind) {
    std::string const what = "provider.paging";
    bool const heeded = heeds_offset(page, behind);
    std::string seen = "the list goes on behind an offset";
    if (behind.array == nullptr) {
        seen = "a list with an offset " + spoken_of(behind.answer);
    } else if (!heeded) {
        seen = "offset is ignored: the list begins anew";
    } else if (behind.members.empty()) {
        seen = "offset is heeded: nobody is behind the last member";
    }
    if (heeded == s.offsets) return {what, fit::fits, std::move(seen)};
    if (heeded) return {what, fit::better, std::move(seen), {{"paging", "offset"}}};
    json::object set{{"paging", "none"}};
    if (page.members.size() < asked)
        set["largestPage"] = asked;
    else
        seen += "; largestPage must be above the number of members";
    return {what, fit::wrong, std::move(seen), std::move(set)};
}

finding largest_page(settings const& s, std::size_t asked, list_shown const& page, list_shown const& behind) {
    std::string const what = "provider.largestPage";
    auto const count = page.members.size();
    auto const of = std::to_string(count) + " of " + std::to_string(asked) + " asked for";
    if (!s.offsets) {
        if (count < s.largest_page) return {what, fit::fits, "the one page holds " + of};
        return {what,
                fit::wrong,
                "the one page holds " + of + ", so there may be more",
                {{"largestPage", 2 * count}}};
    }
    if (count == s.largest_page) return {what, fit::fits, "a page holds " + of};
    if (count > s.largest_page) return {what, fit::better, "a page holds " + of, {{"largestPage", count}}};
    if (!heeds_offset(page, behind)) return {what, fit::open, "a page holds " + of + "; none is behind it"};
    if (behind.members.empty())
        return {what, fit::open, "the whole list has " + std::to_string(count) + " members"};
    return {what,
            fit::wrong,
            "a page is cut to " + of + "; a look-up of more would take the rest for missing",
            {{"largestPage", count}}};
}

/// Whether a filter was heeded: the one member that was asked for came, and nobody else.
enum class filtering { heeded, ignored, refused };
filtering filtered(list_shown const& list, std::string_view id) {
    if (list.array == nullptr) return filtering::refused;
    bool const one = list.members.size() == 1 && list.members.front().id == id;
    return one ? filtering::heeded : filtering::ignored;
}

std::string filter_words(list_shown const& list, filtering how, std::string_view key) {
    auto const filter = "the list, filtered by " + std::string(key) + ", ";
    if (how == filtering::refused) return filter + spoken_of(list.answer);
    return filter + (how == filtering::heeded ? "gives that member alone" : "gives something else");
}

finding id_filter(settings const& s, list_shown const& list, std::string_view id) {
    std::string const what = "provider.idFilter";
    auto const how = filtered(list, id);
    auto seen = filter_words(list, how, "id");
    bool const heeded = how == filtering::heeded;
    if (heeded == s.id_filter) return {what, fit::fits, std::move(seen)};
    return {what, heeded ? fit::better : fit::wrong, std::move(seen), {{"idFilter", heeded}}};
}

finding ref_filter(list_shown const& list, std::string_view id) {
    auto const how = filtered(list, id);
    return {"filter by ref", how == filtering::heeded ? fit::fits : fit::wrong,
            filter_words(list, how, "ref")};
}

/// What a look-up of a member that is there says of the call's name.
finding get_path(settings const& s, http::reply const& r, std::string_view id) {
    std::string const what = "provider.paths.get";
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const* found = &body;
    if (auto const* const object = body.if_object())
        for (auto const* const key : {"member", "data"})
            if (auto const* const inner = object->if_contains(key)) found = inner;
    bool const success = !error && r.status >= 200 && r.status < 300;
    auto const m = success ? read_document(*found) : std::nullopt;
    auto const call = core::printable(s.paths.get);
    if (m && m->id == id) return {what, fit::fits, call + " finds a member by its id"};
    return {what, fit::wrong, call + " " + spoken_of(r) + ", for a member that is there"};
}

finding missing(settings const& s, http::reply const& r) {
    std::string const what = "provider.missing";
    auto seen = "a ref that is nobody's " + spoken_of(r);
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    bool const null = !error && r.status == 200 && body.is_null();
    auto const judged = judge_status(r, s, s.paths.get);
    if (null || (judged && std::holds_alternative<core::gone>(*judged)))
        return {what, fit::fits, null ? "a ref that is nobody's is answered with null" : std::move(seen)};
    auto other = s;
    other.any_404 = true;
    auto const as_404 = judge_status(r, other, s.paths.get);
    if (as_404 && std::holds_alternative<core::gone>(*as_404))
        return {what, fit::wrong, std::move(seen) + " that names no member", {{"missing", "404"}}};
    return {what, fit::wrong, std::move(seen) + ", which does not say that there is no such member"};
}

} // namespace

inquiry inquire(settings const& s, std::span<http::reply const> so_far) {
    inquiry all(so_far);
    auto const* const first = all.ask(list_request(s, {{"limit", 1}}));
    if (first == nullptr) return all;
    list_shown const list(*first, s);
    all.note(list_key(list));
    if (!list.usable()) return all;

    auto const asked = std::max(many, s.largest_page);
    auto const* const large = all.ask(list_request(s, {{"limit", asked}}));
    if (large == nullptr) return all;
    list_shown const page(*large, s);
    all.note(id_prefix(s, page.members));
    if (page.members.empty()) return all;

    auto const count = page.members.size();
    auto const* const next = all.ask(list_request(s, {{"limit", asked}, {"offset", count}}));
    if (next == nullptr) return all;
    list_shown const behind(*next, s);
    all.note(paging(s, asked, page, behind));
    all.note(largest_page(s, asked, page, behind));

    // The last, as an instance that ignores filters gives the first.
    auto const& last = page.members.back();
    auto const* const by_id = all.ask(filtered_request(s, "id", last.id));
    if (by_id == nullptr) return all;
    all.note(id_filter(s, list_shown(*by_id, s), last.id));
    auto const ref = ref_of(*last.document);
    if (!ref.empty()) {
        auto const* const by_ref = all.ask(filtered_request(s, "ref", ref));
        if (by_ref == nullptr) return all;
        all.note(ref_filter(list_shown(*by_ref, s), last.id));
    }
    auto const* const single =
        all.ask({http::method::post, s.paths.get, json::serialize(json::object{{"id", last.id}})});
    if (single == nullptr) return all;
    all.note(get_path(s, *single, last.id));
    json::object const no_one{{"member_base_id", s.member_base}, {"ref", nobody}};
    auto const* const absent = all.ask({http::method::post, s.paths.get, json::serialize(no_one)});
    if (absent != nullptr) all.note(missing(s, *absent));
    return all;
}

} // namespace muster::provider::publisher
