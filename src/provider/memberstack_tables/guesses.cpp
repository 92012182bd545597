#include "provider/memberstack_tables/guesses.hpp"

#include "core/printable.hpp"
#include "provider/documents.hpp"
#include "provider/list_guesses.hpp"
#include "provider/memberstack_tables/queries.hpp"
#include "provider/memberstack_tables/records.hpp"
#include "provider/memberstack_tables/replies.hpp"
#include "provider/replies.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <string>

namespace muster::provider::memberstack_tables {

namespace json = boost::json;

using documents::at_or_null;

namespace {

using fit = finding::fit;

constexpr std::string_view unique_type = "TEXT_UNIQUE";
constexpr std::string_view nobody = "00000000-0000-0000-0000-000000000000";

/// A list's reply.
struct list_shown {
    explicit list_shown(http::reply const& r) : answer(r) {
        boost::system::error_code error;
        body = replies::parse(r.body, error);
        if (error || r.status != 200) return;
        auto read = read_page_of(body);
        if (auto* const p = std::get_if<page>(&read)) it = std::move(*p);
    }
    list_shown(list_shown const&) = delete;
    list_shown& operator=(list_shown const&) = delete;

    http::reply const& answer;
    json::value body;
    std::optional<page> it; ///< with views into `body`; nullopt: it is no page
};

http::request page_request(settings const& s, std::size_t limit, cursor after = {}) {
    list_query q;
    q.limit = limit;
    q.after = std::move(after);
    return list_request(s, q);
}

finding cursor_of(page const& p) {
    bool const text = p.next.starts_with('"');
    return {"cursor", fit::fits, text ? "a text" : "a number"};
}

finding paging(page const& first, list_shown const& second) {
    if (!second.it) return {"after", fit::wrong, "the second page " + spoken_of(second.answer)};
    if (begin_alike(first.members, second.it->members))
        return {"after", fit::wrong, "the cursor is ignored: the list begins anew"};
    return {"after", fit::fits, "the list goes on behind the cursor"};
}

/// The type of a field; empty: the table has none of that key.
std::string_view type_of(json::array const& fields, std::string_view key) {
    for (auto const& each : fields) {
        auto const* const field = each.if_object();
        if (field == nullptr || at_or_null(*field, "key") != json::value(key)) continue;
        auto const* const type = at_or_null(*field, "type").if_string();
        return type != nullptr ? std::string_view(*type) : std::string_view("unknown");
    }
    return {};
}

/// The key of the first unique field; empty: there is none.
std::string first_unique(json::array const& fields) {
    for (auto const& each : fields) {
        auto const* const field = each.if_object();
        auto const* const key = field != nullptr ? at_or_null(*field, "key").if_string() : nullptr;
        if (key != nullptr && at_or_null(*field, "type") == json::value(unique_type))
            return std::string(*key);
    }
    return {};
}

finding unique(settings const& s, http::reply const& r) {
    std::string const what = "provider.unique";
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const* const whole = error ? nullptr : body.if_object();
    auto const* const table = whole != nullptr ? at_or_null(*whole, "data").if_object() : nullptr;
    auto const* const fields = table != nullptr ? at_or_null(*table, "fields").if_array() : nullptr;
    if (fields == nullptr) return {what, fit::open, "the table's fields: " + spoken_of(r)};
    auto const other = first_unique(*fields);
    json::object set;
    if (!other.empty()) set["unique"] = other;
    if (s.unique.empty()) {
        if (other.empty()) return {what, fit::fits, "the table has no field of type TEXT_UNIQUE"};
        return {what, fit::better, core::quoted(other) + " is of type TEXT_UNIQUE: records are found by it",
                std::move(set)};
    }
    auto const type = type_of(*fields, s.unique);
    auto const name = core::quoted(s.unique);
    if (type.empty()) return {what, fit::wrong, "the table has no field " + name, std::move(set)};
    if (type == unique_type) return {what, fit::fits, name + " is of type TEXT_UNIQUE"};
    return {what, fit::wrong,
            name + " is of type " + core::printable(type) + ": several records may have one value",
            std::move(set)};
}

} // namespace

inquiry inquire(settings const& s, std::span<http::reply const> so_far) {
    inquiry all(so_far);
    auto const* const given = all.ask(page_request(s, 1));
    if (given == nullptr) return all;
    list_shown const one(*given);
    if (!one.it) return all;
    if (one.it->more) {
        all.note(cursor_of(*one.it));
        auto const* const second = all.ask(page_request(s, 1, one.it->next));
        if (second == nullptr) return all;
        all.note(paging(*one.it, list_shown(*second)));
        auto const* const large = all.ask(page_request(s, largest_page));
        if (large == nullptr) return all;
        list_shown const page(*large);
        if (page.it) all.note(finding_of(order_of(page.it->members)));
    }
    auto const* const table = all.ask(describe_table(s));
    if (table == nullptr) return all;
    all.note(unique(s, *table));
    auto const* const missing = all.ask(find_by_id(s, nobody));
    if (missing == nullptr) return all;
    auto const judged = judge_status(*missing, s, subject::look);
    all.note(finding_of_unknown_id(*missing, judged && std::holds_alternative<core::gone>(*judged)));
    return all;
}

} // namespace muster::provider::memberstack_tables
