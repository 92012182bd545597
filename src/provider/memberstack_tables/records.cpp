#include "provider/memberstack_tables/records.hpp"

#include "provider/documents.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace muster::provider::memberstack_tables {

namespace json = boost::json;

using documents::at_or_null;

namespace {

json::object const* data_of(json::value const& body) {
    auto const* const object = body.if_object();
    return object != nullptr ? at_or_null(*object, "data").if_object() : nullptr;
}

// It goes into each request for a page, each checkpoint, and messages.
constexpr std::size_t longest_cursor = 4096;

/// A number with a point is no cursor that was ever met, and may not be written again as it came.
bool is_cursor(json::value const& v) {
    if (auto const* const text = v.if_string()) return !text->empty() && text->size() <= longest_cursor;
    return v.is_int64() || v.is_uint64();
}

} // namespace

std::optional<core::member> read_record(json::value const& v) {
    auto const* const document = v.if_object();
    if (document == nullptr) return std::nullopt;
    auto const* const id = at_or_null(*document, "id").if_string();
    if (id == nullptr || id->empty()) return std::nullopt;
    core::member m;
    m.id = *id;
    m.document = document;
    return m;
}

json::value const* find_record(json::value const& body) {
    auto const* const object = body.if_object();
    auto const* const data = object != nullptr ? object->if_contains("data") : nullptr;
    auto const* const inner = data != nullptr ? data->if_object() : nullptr;
    if (inner == nullptr) return data != nullptr && data->is_null() ? data : nullptr;
    return inner->contains("id") ? data : inner->if_contains("record");
}

std::variant<std::vector<core::member>, page_fault> read_records(json::value const& body) {
    auto const* const data = data_of(body);
    auto const* const list = data != nullptr ? at_or_null(*data, "records").if_array() : nullptr;
    if (list == nullptr) return page_fault{"the page holds no list of records (`data.records`)"};
    std::vector<core::member> all;
    all.reserve(list->size());
    for (auto const& each : *list) {
        auto const m = read_record(each);
        if (!m) return page_fault{"record " + std::to_string(all.size() + 1) + " of the page has no id"};
        all.push_back(*m);
    }
    return all;
}

std::variant<page, page_fault> read_page_of(json::value const& body) {
    auto read = read_records(body);
    if (auto* const fault = std::get_if<page_fault>(&read)) return std::move(*fault);
    page result;
    result.members = std::move(std::get<std::vector<core::member>>(read));
    auto const* const pagination = at_or_null(*data_of(body), "pagination").if_object();
    auto const* const more = pagination != nullptr ? at_or_null(*pagination, "hasMore").if_bool() : nullptr;
    if (more == nullptr)
        return page_fault{"the page does not say whether it is the last (`pagination.hasMore`)"};
    result.more = *more;
    auto const& end = at_or_null(*pagination, "endCursor");
    if (is_cursor(end))
        result.next = json::serialize(end);
    else if (result.more)
        return page_fault{"the page has no usable `pagination.endCursor`"};
    return result;
}

json::value value_of(cursor const& c) {
    boost::system::error_code error;
    auto value = json::parse(c, error);
    return error || !is_cursor(value) ? json::value(c) : value;
}

} // namespace muster::provider::memberstack_tables
