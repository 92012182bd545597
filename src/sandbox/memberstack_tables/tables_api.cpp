#include "sandbox/memberstack_tables/tables_api.hpp"

#include "core/read_json.hpp"
#include "sandbox/memberstack_tables/fields.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace muster::sandbox::memberstack_tables {

namespace json = boost::json;

namespace {

/// `data` of a request's body, or what is wrong with it.
std::variant<json::object, reply> read_data(std::string const& body) {
    boost::system::error_code wrong;
    auto value = core::read_json(body, wrong);
    auto* const whole = wrong ? nullptr : value.if_object();
    auto* const data = whole != nullptr ? whole->if_contains("data") : nullptr;
    if (data == nullptr || !data->is_object())
        return error_reply(400, "validation-error", "data must be an object");
    if (data->get_object().empty()) return error_reply(400, "validation-error", "data cannot be empty");
    return std::move(data->get_object());
}

json::object describe_table() {
    json::object table{{"id", table_id}, {"key", table_key}, {"name", "Products"}};
    for (auto const* const rule : {"createRule", "readRule", "updateRule", "deleteRule"})
        table[rule] = "ADMIN_ONLY";
    table["createdAt"] = "2022-12-01T00:00:00.000Z";
    table["updatedAt"] = "2022-12-01T00:00:00.000Z";
    table["fields"] = describe_fields();
    return table;
}

reply data_reply(json::object data) {
    json::object whole;
    whole["data"] = std::move(data);
    return reply(200, json::serialize(whole));
}

/// As changes show it.
reply record_reply(entry const& record) {
    auto document = document_of(record);
    document["tableKey"] = table_key;
    return data_reply(std::move(document));
}

reply taken() {
    return error_reply(400, "unique-constraint", std::string(unique_field) + " must be unique");
}

} // namespace

tables_api::tables_api(population records, std::uint64_t most, ledger& effects)
    : begun_with_(records),
      most_(most),
      effects_(effects) {
    for (std::uint64_t i = 0; i < records.size; ++i)
        records_.add(internal_order(records.seed, i), make_record(records, i));
}

reply tables_api::answer(route const& r, std::string const& body, core::wall_time now, fault const* spoiled) {
    if (r.what == call::unknown) return error_reply(404, "not-found", "There is no such route.");
    if (r.what == call::tables) return data_reply({{"tables", json::array{describe_table()}}});
    if (r.table != table_key && r.table != table_id)
        return error_reply(404, "data-table-not-found", "Data table not found");
    if (r.what == call::table) return data_reply(describe_table());
    if (r.what == call::query) {
        auto const read = read_query(body, most_);
        if (auto const* const wrong = std::get_if<std::string>(&read))
            return error_reply(400, "validation-error", *wrong);
        return memberstack_tables::answer(std::get<query>(read), records_, spoiled);
    }
    auto const* const record = records_.find(r.record);
    if (r.what != call::create && record == nullptr)
        return error_reply(404, "data-record-not-found", "Data record not found");
    if (r.what == call::remove) return remove(*record);
    auto read = read_data(body);
    if (auto* const wrong = std::get_if<reply>(&read)) return std::move(*wrong);
    auto const& data = std::get<json::object>(read);
    if (auto const wrong = objection_to(data, r.what == call::create))
        return error_reply(400, "validation-error", *wrong);
    if (is_taken(data, record)) return taken();
    return r.what == call::create ? create(data, now) : update(*record, data, now);
}

reply tables_api::create(json::object const& data, core::wall_time now) {
    auto const index = begun_with_.size + created_++;
    // Those that were not here from the beginning may stand anywhere: the newest stands behind them all.
    auto const& all = records_.all();
    auto const last = all.empty() ? 0 : all.rbegin()->first;
    auto const order = std::max(internal_order(begun_with_.seed, index), last + 1);
    auto values = new_data();
    set_fields(values, data);
    json::object document;
    document["id"] = record_id(begun_with_.seed, index);
    document["internalOrder"] = order;
    document["createdAt"] = core::to_iso8601(now);
    document["updatedAt"] = core::to_iso8601(now);
    document["data"] = std::move(values);
    auto const& made = records_.add(order, document);
    effects_.effect(made.id, "create");
    return record_reply(made);
}

reply tables_api::update(entry const& record, json::object const& data, core::wall_time now) {
    auto document = document_of(record);
    set_fields(document["data"].as_object(), data);
    document["updatedAt"] = core::to_iso8601(now);
    records_.replace(record, document);
    effects_.effect(record.id, "update");
    return record_reply(record);
}

reply tables_api::remove(entry const& record) {
    auto shown = record_reply(record);
    effects_.effect(record.id, "delete");
    records_.remove(record);
    return shown;
}

bool tables_api::is_taken(json::object const& data, entry const* by) const {
    if (!data.contains(unique_field)) return false;
    auto const* const owner = records_.find_by_unique(text_at(data, unique_field));
    return owner != nullptr && owner != by;
}

} // namespace muster::sandbox::memberstack_tables
