#include "sandbox/memberpulse/pages.hpp"

#include "core/time.hpp"
#include "core/whole_number.hpp"
#include "sandbox/memberpulse/problem.hpp"
#include "sandbox/message.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>

namespace muster::sandbox::memberpulse {

namespace json = boost::json;

namespace {

constexpr std::uint64_t default_size = 25; // as in the reference document's example

/// A parameter that must be a number from 1; nullopt if it is none.
std::optional<std::uint64_t> number_at(route const& r, std::string_view name, std::uint64_t fallback) {
    auto const text = r.parameter(name);
    if (!text) return fallback;
    auto const n = core::whole_number(*text);
    return n == 0 ? std::nullopt : n;
}

struct query {
    std::uint64_t page = 1;
    std::uint64_t size = default_size;
};

/// Which page is asked for; nullopt if that is none.
std::optional<query> read_query(route const& r, custom const& c) {
    auto const page = number_at(r, "page", 1);
    auto const size = number_at(r, "itemsPerPage", default_size);
    if (!page || !size || *page > 1'000'000'000) return std::nullopt;
    return query{*page, std::min<std::uint64_t>(*size, std::max<std::uint64_t>(c.cap, 1))};
}

reply no_such_page() {
    return problem(400, "bad-request", "page and itemsPerPage must be numbers from 1.");
}

/// Whether a record passes the filters of a list.
bool passes(json::object const& document, route const& r) {
    for (auto const* const field : {"email", "status"}) {
        auto const wanted = r.parameter(field);
        if (wanted && text_at(document, field) != *wanted) return false;
    }
    auto const created = core::parse_iso8601(text_at(document, "createdAt"));
    auto const bound = [&](std::string_view name) {
        auto const text = r.parameter(name);
        return text ? core::parse_iso8601(*text) : std::nullopt;
    };
    auto const after = bound("createdAt[after]");
    auto const before = bound("createdAt[before]");
    return (!after || (created && *created >= *after)) && (!before || (created && *created <= *before));
}

bool has_filters(route const& r) {
    constexpr std::string_view names[] = {"email", "status", "createdAt[after]", "createdAt[before]"};
    return std::any_of(std::begin(names), std::end(names),
                       [&](std::string_view name) { return r.parameter(name).has_value(); });
}

struct stretch {
    std::vector<entry const*> records;
    std::uint64_t total = 0;
};

stretch stretch_of(shelf const& all, route const& r, query const& q) {
    stretch found;
    auto const from = (q.page - 1) * q.size;
    if (!has_filters(r)) {
        found.total = all.all().size();
        auto const end = std::min<std::uint64_t>(found.total, from + q.size);
        for (auto i = from; i < end; ++i) found.records.push_back(all.all()[i].get());
        return found;
    }
    for (auto const& record : all.all()) {
        if (!passes(document_of(*record), r)) continue;
        if (found.total >= from && found.records.size() < q.size) found.records.push_back(record.get());
        ++found.total;
    }
    return found;
}

std::string without_id(entry const& record) {
    auto document = document_of(record);
    document.erase("id");
    return json::serialize(document);
}

/// What a list is of: its word in a path, and the type of its records.
struct list_name {
    std::string_view word;
    std::string_view type;
};

std::string wrapped(std::string const& records, std::uint64_t total, list_name of, custom const& c) {
    auto const count = std::to_string(total);
    auto const id = R"("@id":"/api/)" + std::string(of.word) + '"';
    switch (c.lists) {
    case shape::array: return records;
    case shape::data: return R"({"data":)" + records + "}";
    case shape::member:
        return R"({"@context":"/api/contexts/)" + std::string(of.type) + "\"," + id
               + R"(,"@type":"Collection","totalItems":)" + count + R"(,"member":)" + records + "}";
    case shape::hydra: break;
    }
    return "{" + id + R"(,"@type":"hydra:Collection","hydra:totalItems":)" + count + R"(,"hydra:member":)"
           + records + "}";
}

} // namespace

shape shape_of(std::string_view word) {
    if (word == "hydra") return shape::hydra;
    if (word == "member") return shape::member;
    return word == "data" ? shape::data : shape::array;
}

std::string shown(entry const& record, resource of, custom const& c) {
    if (c.lists == shape::array || c.lists == shape::data) return record.text;
    // The conventions of JSON-LD, which the record itself is kept without.
    return R"({"@id":"/api/)" + std::string(word_of(of)) + "/" + record.id + R"(","@type":")"
           + std::string(type_of(of)) + "\"," + record.text.substr(1);
}

reply list_records(shelf const& all, route const& r, custom const& c, fault const* spoiled) {
    auto const asked = read_query(r, c);
    if (!asked) return no_such_page();
    auto q = *asked;
    auto const is = [&](fault_kind kind) { return spoiled != nullptr && spoiled->kind == kind; };
    if (is(fault_kind::stuck_cursor) && q.page > 1) --q.page;
    if (is(fault_kind::rewind_cursor)) q.page = 1;

    auto found = stretch_of(all, r, q);
    if (is(fault_kind::repeat_member) && !found.records.empty())
        found.records.push_back(found.records.front());
    if (is(fault_kind::drift_total)) found.total += spoiled->size;
    std::string records = "[";
    for (auto const* const each : found.records) {
        bool const first = records.size() == 1;
        if (!first) records += ',';
        records += first && is(fault_kind::no_id) ? without_id(*each) : shown(*each, r.of, c);
    }
    return reply(200, wrapped(records + "]", found.total, {word_of(r.of), type_of(r.of)}, c));
}

reply list_texts(std::vector<std::string> const& all, route const& r, custom const& c) {
    auto const q = read_query(r, c);
    if (!q) return no_such_page();
    std::string records = "[";
    auto const end = std::min<std::uint64_t>(all.size(), q->page * q->size);
    for (auto i = (q->page - 1) * q->size; i < end; ++i) records += (records.size() > 1 ? "," : "") + all[i];
    return reply(200, wrapped(records + "]", all.size(), {"webhooks", "Webhook"}, c));
}

} // namespace muster::sandbox::memberpulse
