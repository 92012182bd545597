#include "provider/memberpulse/records.hpp"

#include "provider/documents.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <string>

namespace muster::provider::memberpulse {

namespace json = boost::json;

using documents::at_or_null;

namespace {

bool is_id(json::value const& v) {
    return v.is_int64() || v.is_uint64() || (v.is_string() && !v.get_string().empty());
}

std::optional<std::uint64_t> read_total(json::object const& body) {
    for (auto const* const key : {"totalItems", "hydra:totalItems"}) {
        auto const& total = at_or_null(body, key);
        if (total.is_int64() && total.get_int64() >= 0) return static_cast<std::uint64_t>(total.get_int64());
    }
    return std::nullopt;
}

std::string_view copy_into(json::monotonic_resource& arena, std::string_view text) {
    auto* const place = static_cast<char*>(arena.allocate(text.size(), 1));
    std::copy(text.begin(), text.end(), place);
    return {place, text.size()};
}

std::string_view text_of(json::value const& id, json::monotonic_resource& arena) {
    if (auto const* const text = id.if_string()) return *text;
    if (id.is_uint64()) return copy_into(arena, std::to_string(id.get_uint64()));
    return copy_into(arena, std::to_string(id.get_int64()));
}

} // namespace

std::optional<record_list> find_list(json::value const& body) {
    record_list list;
    list.records = body.if_array();
    if (list.records != nullptr) return list;
    auto const* const object = body.if_object();
    if (object == nullptr || is_id(at_or_null(*object, "id"))) return std::nullopt; // that is a record
    for (auto const* const key : {"member", "hydra:member", "data"}) {
        list.records = at_or_null(*object, key).if_array();
        if (list.records == nullptr) continue;
        list.total = read_total(*object);
        return list;
    }
    return std::nullopt;
}

json::value const* find_record(json::value const& body) {
    auto const* const object = body.if_object();
    if (object == nullptr) return nullptr;
    if (is_id(at_or_null(*object, "id"))) return &body;
    auto const* const data = object->if_contains("data");
    bool const holds_one =
        data != nullptr && data->is_object() && is_id(at_or_null(data->get_object(), "id"));
    return holds_one ? data : nullptr;
}

std::optional<core::member> read_record(json::value const& v, json::monotonic_resource& arena) {
    auto const* const document = v.if_object();
    if (document == nullptr) return std::nullopt;
    auto const& id = at_or_null(*document, "id");
    if (!is_id(id)) return std::nullopt;
    core::member m;
    m.id = text_of(id, arena);
    m.document = document;
    if (auto const* const email = at_or_null(*document, "email").if_string()) m.email = *email;
    return m;
}

} // namespace muster::provider::memberpulse
