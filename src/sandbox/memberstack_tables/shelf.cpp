#include "sandbox/memberstack_tables/shelf.hpp"

#include "core/read_json.hpp"
#include "sandbox/memberstack_tables/fields.hpp"
#include "sandbox/message.hpp"

#include <boost/json/serialize.hpp>

namespace muster::sandbox::memberstack_tables {

entry const& shelf::add(std::uint64_t order, boost::json::object const& document) {
    auto& record = in_order_[order];
    record.order = order;
    record.id = text_at(document, "id");
    record.unique = text_at(document.at("data").as_object(), unique_field);
    record.text = boost::json::serialize(document);
    by_id_[record.id] = &record;
    by_unique_[record.unique] = &record;
    return record;
}

entry const* shelf::find(std::string_view id) const {
    auto const at = by_id_.find(id);
    return at != by_id_.end() ? at->second : nullptr;
}

entry const* shelf::find_by_unique(std::string_view value) const {
    auto const at = by_unique_.find(value);
    return at != by_unique_.end() ? at->second : nullptr;
}

void shelf::replace(entry const& record, boost::json::object const& document) {
    by_id_.erase(record.id);
    by_unique_.erase(record.unique);
    add(record.order, document);
}

void shelf::remove(entry const& record) {
    by_id_.erase(record.id);
    by_unique_.erase(record.unique);
    in_order_.erase(record.order);
}

boost::json::object document_of(entry const& record) {
    return core::read_json(record.text).as_object();
}

} // namespace muster::sandbox::memberstack_tables
