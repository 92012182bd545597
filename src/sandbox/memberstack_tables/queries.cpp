#include "sandbox/memberstack_tables/queries.hpp"

#include "core/read_json.hpp"
#include "sandbox/memberstack_tables/fields.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

namespace muster::sandbox::memberstack_tables {

namespace json = boost::json;

namespace {

json::object const* object_at(json::object const& o, std::string_view key) {
    auto const* const found = o.if_contains(key);
    return found != nullptr ? found->if_object() : nullptr;
}

std::optional<std::uint64_t> number_of(json::value const& v) {
    if (v.is_uint64()) return v.get_uint64();
    if (v.is_int64() && v.get_int64() >= 0) return static_cast<std::uint64_t>(v.get_int64());
    return std::nullopt;
}

std::string read_where(json::value const& v, json::object& into) {
    if (!v.is_object()) return "where must be an object";
    auto const& fields = table_fields();
    for (auto const& entry : v.get_object()) {
        bool const known =
            std::any_of(fields.begin(), fields.end(), [&](field const& f) { return f.key == entry.key(); });
        if (!known) return "The sandbox's where knows the fields of the table only";
        auto const* const test = entry.value().if_object();
        bool const equals = test != nullptr && test->size() == 1 && test->contains("equals");
        if (test != nullptr && !equals) return "The sandbox's where knows equals only";
        into[entry.key()] = equals ? test->at("equals") : entry.value();
    }
    return {};
}

std::string read_order(json::value const& v, bool& newest_first) {
    auto const* const by = v.if_object();
    auto const order = by != nullptr && by->size() == 1 ? text_at(*by, "createdAt") : std::string_view();
    newest_first = order == "desc";
    return order == "asc" || newest_first ? "" : "The sandbox orders by createdAt only, asc or desc";
}

std::string read_many(json::object const& asked, std::uint64_t most, query& q) {
    for (auto const& entry : asked) {
        std::string wrong;
        if (entry.key() == "where") {
            wrong = read_where(entry.value(), q.where);
        } else if (entry.key() == "orderBy") {
            wrong = read_order(entry.value(), q.newest_first);
        } else if (entry.key() == "take") {
            q.take = number_of(entry.value()).value_or(0);
            if (q.take < 1 || q.take > most) wrong = "take must be between 1 and " + std::to_string(most);
        } else if (entry.key() == "after") {
            auto const after = number_of(entry.value());
            if (!after) wrong = "after must be a cursor";
            q.after = after.value_or(0);
        } else if (entry.key() == "_count") {
            q.count = entry.value() == json::value(true);
        } else {
            wrong = "The sandbox knows where, orderBy, take, after and _count only";
        }
        if (!wrong.empty()) return wrong;
    }
    return {};
}

bool holds(entry const& record, json::object const& where) {
    if (where.empty()) return true;
    auto const document = document_of(record);
    auto const* const data = object_at(document, "data");
    return std::all_of(where.begin(), where.end(), [&](auto const& wanted) {
        auto const* const value = data != nullptr ? data->if_contains(wanted.key()) : nullptr;
        return value != nullptr ? *value == wanted.value() : wanted.value().is_null();
    });
}

/// A stretch of the list, and whether it goes on.
struct stretch {
    std::vector<entry const*> records;
    bool more = false;
};

stretch find(query const& q, shelf const& records, std::uint64_t limit) {
    stretch found;
    auto const take = [&](auto from, auto end) {
        for (; from != end; ++from) {
            if (!holds(from->second, q.where)) continue;
            found.more = found.records.size() == limit;
            if (found.more) return;
            found.records.push_back(&from->second);
        }
    };
    auto const& all = records.all();
    if (q.newest_first)
        take(std::make_reverse_iterator(q.after == 0 ? all.end() : all.lower_bound(q.after)), all.rend());
    else
        take(all.upper_bound(q.after), all.end());
    return found;
}

std::string without_id(entry const& record) {
    auto document = document_of(record);
    document.erase("id");
    return json::serialize(document);
}

reply page_reply(query const& q, shelf const& records, fault const* spoiled) {
    auto const is = [&](fault_kind kind) { return spoiled != nullptr && spoiled->kind == kind; };
    auto const limit = is(fault_kind::shrink_page) ? std::min<std::uint64_t>(q.take, spoiled->size) : q.take;
    auto page = find(q, records, limit);
    auto cursor = page.records.empty() ? std::string("null") : std::to_string(page.records.back()->order);
    if (is(fault_kind::stuck_cursor)) cursor = std::to_string(q.after);
    if (is(fault_kind::rewind_cursor)) cursor = "0";
    if (is(fault_kind::repeat_member) && !page.records.empty()) page.records.push_back(page.records.front());
    std::string body = R"({"data":{"records":[)";
    for (auto const* const each : page.records) {
        bool const first = each == page.records.front() && body.back() == '[';
        if (!first) body += ',';
        body += first && is(fault_kind::no_id) ? without_id(*each) : each->text;
    }
    body += R"(],"pagination":{"hasMore":)" + std::string(page.more ? "true" : "false") + R"(,"limit":)"
            + std::to_string(q.take) + R"(,"endCursor":)" + cursor + "}}}";
    return reply(200, std::move(body));
}

} // namespace

std::variant<query, std::string> read_query(std::string const& body, std::uint64_t most) {
    boost::system::error_code wrong;
    auto const value = core::read_json(body, wrong);
    auto const* const whole = wrong ? nullptr : value.if_object();
    auto const* const asked = whole != nullptr ? object_at(*whole, "query") : nullptr;
    if (asked == nullptr || asked->size() != 1) return "query must be an object";
    query q;
    if (auto const* const one = object_at(*asked, "findUnique")) {
        auto const* const where = object_at(*one, "where");
        q.for_one = true;
        q.id = where != nullptr ? std::string(text_at(*where, "id")) : std::string();
        if (q.id.empty()) return "where must name an id";
        return q;
    }
    auto const* const many = object_at(*asked, "findMany");
    if (many == nullptr) return "query must be findMany or findUnique";
    auto mistake = read_many(*many, most, q);
    if (!mistake.empty()) return mistake;
    return q;
}

reply answer(query const& q, shelf const& records, fault const* spoiled) {
    if (q.for_one) {
        auto const* const found = records.find(q.id);
        if (found == nullptr) return error_reply(404, "record-not-found", "Record not found");
        return reply(200, R"({"data":{"record":)" + found->text + "}}");
    }
    if (!q.count) return page_reply(q, records, spoiled);
    auto const all = find(q, records, records.all().size());
    return reply(200, R"({"data":{"_count":)" + std::to_string(all.records.size()) + "}}");
}

} // namespace muster::sandbox::memberstack_tables
