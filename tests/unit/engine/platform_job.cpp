#include "platform_job.hpp"

#include "memberstack.hpp"
#include "platform_twin.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace muster::simulated {

namespace json = boost::json;

namespace {

bool makes_members(std::string const& operation) {
    return operation.starts_with("\"create\"") || operation.starts_with("\"upsert\"");
}

/// What a spec's block `provider` holds beside kind and key.
std::string settings_of(std::string const& kind) {
    if (kind == "memberstack-tables") return R"(, "table": "products", "unique": "sku")";
    if (kind != "publisher") return {};
    return R"(, "baseUrl": "https://publisher.example", "memberBaseId": "mb_sandbox", "batch": 3)";
}

std::string where_of(std::string const& kind) {
    if (kind == "memberstack-v1") return R"({"metaData.country": {"equals": "Germany"}})";
    if (kind == "publisher") return R"({"attributes.country": {"equals": "Germany"}})";
    if (kind == "memberpulse") return R"({"address.country": {"equals": "Germany"}})";
    if (kind == "memberstack-tables") return R"({"data.inStock": {"equals": false}})";
    return R"({"customFields.country": {"equals": "Germany"}})";
}

json::object record_of(std::string const& kind, std::string const& reference) {
    if (kind == "publisher") return {{"ref", reference}, {"attributes", {{"level", "gold"}}}};
    if (kind == "memberpulse") return {{"email", reference}, {"firstName", "Nova"}, {"status", "pending"}};
    if (kind == "memberstack-tables")
        return {{"data", {{"sku", reference}, {"name", "Nova, \"new\""}, {"price", 12.5}}}};
    json::object record{{"email", reference}, {"password", "long enough"}, {"metaData", {{"level", "gold"}}}};
    if (kind == "memberstack-v1") record["plan"] = "5ed1c411b4a2491976046d43";
    return record;
}

} // namespace

bool has_twin(std::string const& kind) {
    return kind == "memberstack-v1" || kind == "publisher" || kind == "memberpulse"
           || kind == "memberstack-tables";
}

std::unique_ptr<model_server> make_server(std::string const& kind, std::size_t size,
                                          std::string const& operation) {
    bool const of_records = makes_members(operation);
    if (has_twin(kind)) return std::make_unique<platform_twin>(kind, size, of_records);
    return std::make_unique<memberstack>(size, of_records);
}

std::string spec_text(std::string const& kind, std::string const& operation, std::string const& extra) {
    auto const where = makes_members(operation) ? std::string() : R"("where": )" + where_of(kind) + ", ";
    return R"({"name": "test", "provider": {"kind": ")" + kind + R"(", "key": {"env": "KEY"})"
           + settings_of(kind) + "}, " + where
           + (operation.starts_with("\"export\"") ? operation : R"("operation": {)" + operation + "}") + extra
           + "}";
}

std::string some_records(std::string const& kind, std::string const& operation, model_server const& server,
                         std::size_t fresh) {
    if (!makes_members(operation)) return {};
    json::array records;
    constexpr std::size_t known = 5;
    for (auto const& reference : server.members())
        if (records.size() < known) records.push_back(record_of(kind, reference));
    for (std::size_t i = 0; i < fresh; ++i)
        records.push_back(record_of(kind, "new \"" + std::to_string(i) + "\" ü@records.example"));
    return R"(, "source": {"members": )" + json::serialize(records) + "}";
}

} // namespace muster::simulated
