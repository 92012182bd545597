#include "filter/filter.hpp"
#include "operation/registry.hpp"
#include "provider/registry.hpp"
#include "source/query_source.hpp"
#include "source/records.hpp"
#include "spec/document.hpp"
#include "spec/export_block.hpp"
#include "spec/keys.hpp"
#include "spec/notify_block.hpp"
#include "spec/pretty.hpp"
#include "spec/quota_block.hpp"
#include "spec/read.hpp"
#include "spec/rollout_block.hpp"
#include "spec/schedule_block.hpp"
#include "spec/schema_parts.hpp"
#include "spec/window_block.hpp"

#include <boost/json/array.hpp>

#include <utility>

namespace muster::spec {
namespace {

namespace json = boost::json;

template <class... Keys>
json::object properties_of(Keys const&... keys) {
    json::object properties;
    (keys::add_to(properties, keys), ...);
    return properties;
}

json::object name() {
    auto schema = text("What the job is called: lower-case letters, digits and \"-\".");
    json::object literal;
    literal["pattern"] = name_pattern;
    json::object with_parameter;
    with_parameter["pattern"] = R"(\$\{[A-Za-z][A-Za-z0-9_]*\})";
    schema["anyOf"] = json::array{std::move(literal), std::move(with_parameter)};
    return schema;
}

json::object parameters_schema() {
    json::object kinds = text("What its value may be.");
    kinds["enum"] = json::array{"string", "number", "boolean", "date"};
    kinds["default"] = "string";
    json::object properties;
    properties["description"] = text("What it is for; shown when it has no value.");
    properties["type"] = std::move(kinds);
    properties["default"] = json::object{{"type", json::array{"string", "number", "boolean"}}};
    json::object schema;
    schema["type"] = "object";
    schema["description"] = "The parameters that ${name} stands for, to be given with --set name=value.";
    schema["propertyNames"] = json::object{{"pattern", "^[A-Za-z][A-Za-z0-9_]*$"}};
    schema["additionalProperties"] = block("A parameter.", std::move(properties));
    return schema;
}

json::object key() {
    json::object properties;
    properties["env"] = text("The environment variable that holds the key.");
    properties["file"] = text("The file that holds the key, readable by its owner only.");
    properties["credential"] = text("The key's name in systemd's credentials directory.");
    auto schema = block("Where the key is kept, in one of these ways; the key itself never stands in a spec.",
                        std::move(properties));
    schema["minProperties"] = 1;
    schema["maxProperties"] = 1;
    return schema;
}

json::object proxy() {
    json::object variable = block("The environment variable that holds the proxy's address.",
                                  {{"env", text("Its name.")}}, {"env"});
    json::object address{{"type", "string"}, {"minLength", 1}};
    json::object schema;
    schema["description"] =
        "The proxy that leads to the platform: its address (http://host:port, without user "
        "and password), where that is kept, or \"none\". What HTTPS_PROXY and NO_PROXY "
        "say if not given.";
    schema["anyOf"] = json::array{std::move(address), std::move(variable)};
    return schema;
}

json::object provider() {
    json::array kinds;
    for (auto const& kind : provider::kinds()) kinds.emplace_back(kind.name);
    json::object either_kind;
    either_kind["enum"] = std::move(kinds);
    json::object kind;
    kind["description"] = "The platform.";
    kind["anyOf"] = json::array{std::move(either_kind), json::object{{"$ref", "#/$defs/parameter"}}};

    json::object properties;
    properties["kind"] = std::move(kind);
    properties["key"] = key();
    properties["baseUrl"] =
        text("Where the platform is, if not at its usual address: https, or http to this machine.");
    properties["proxy"] = proxy();
    properties["caFile"] = text("A PEM file with the authorities to trust instead of the system's.");
    keys::add_to(properties, keys::connect_timeout);
    keys::add_to(properties, keys::request_timeout);
    keys::add_to(properties, keys::reply_limit);
    for (auto const& each : provider::kinds())
        for (auto const& setting : each.settings) properties.insert(setting);
    return block("The platform that holds the members.", std::move(properties), {"kind", "key"});
}

json::object source(json::object const& secret) {
    json::object words;
    words["enum"] = json::array{"ASC", "DESC"};
    json::object order;
    order["description"] = "ASC = oldest members first.";
    order["anyOf"] = json::array{std::move(words), json::object{{"$ref", "#/$defs/parameter"}}};
    order["default"] = "ASC";
    json::object properties;
    properties["order"] = std::move(order);
    properties["members"] = source::records_schema();
    properties["csv"] = source::csv_schema();
    properties["jsonl"] = source::jsonl_schema();
    properties["sqlite"] = source::sqlite_source_schema();
    properties["postgres"] = source::postgres_source_schema(secret);
    return block(
        "Where members come from: the platform's list, records of the spec's own, or rows of a file or "
        "a query.",
        std::move(properties));
}

json::object operation() {
    json::object properties;
    auto const vocabulary = provider::whole_vocabulary();
    for (auto const& kind : operation::kinds()) {
        auto schema = kind.schema(vocabulary);
        schema["description"] = kind.description;
        properties[kind.name] = std::move(schema);
    }
    auto schema = block("What is done to each matching member: one of these.", std::move(properties));
    schema["minProperties"] = 1;
    schema["maxProperties"] = 1;
    return schema;
}

json::object guard() {
    auto schema = block("When to stop early, resumable; null = never, as null does for each.",
                        properties_of(keys::failures, keys::failure_rate));
    schema["type"] = json::array{"object", "null"};
    return schema;
}

/// Forgetting the `where` of a deletion must not delete everyone.
void require_where_for_deletion(json::object& schema) {
    json::object by_request;
    by_request["properties"] = json::object{{"method", json::object{{"const", "DELETE"}}}};
    by_request["required"] = json::array{"method"};
    json::object request;
    request["properties"] = json::object{{"request", std::move(by_request)}};
    request["required"] = json::array{"request"};
    json::object deletion;
    deletion["required"] = json::array{"delete"};
    json::object either;
    either["anyOf"] = json::array{std::move(deletion), std::move(request)};
    json::object deletes{{"required", json::array{"operation"}}};
    deletes["properties"] = json::object{{"operation", std::move(either)}};
    schema["if"] = std::move(deletes);
    schema["then"] = json::object{{"required", json::array{"where"}}};
}

} // namespace

std::string schema() {
    json::object properties;
    properties["$schema"] = text("Where editors find this schema.");
    properties["name"] = name();
    properties["description"] = text("What the job does, for people.");
    keys::add_to(properties, keys::live);
    properties["parameters"] = parameters_schema();
    properties["provider"] = provider();
    properties["source"] = source(key());
    properties["where"] = json::object{{"$ref", "#/$defs/where"}};
    properties["operation"] = operation();
    properties["export"] = export_schema(key());
    auto pace = properties_of(keys::requests_per_second, keys::concurrency, keys::page_size);
    pace["quota"] = quota_schema();
    properties["pace"] = block("How fast.", std::move(pace));
    properties["retry"] =
        block("What is done when the platform fails.",
              properties_of(keys::attempts, keys::patience, keys::base_delay, keys::max_delay));
    properties["stopAfter"] = guard();
    auto matched = block("How many members match.", properties_of(keys::at_most, keys::max_share));
    matched["minProperties"] = 1;
    properties["expect"] = block("What has to be so, or the job stops, or does not begin.",
                                 json::object{{"matched", std::move(matched)}}, {"matched"});
    properties["canary"] =
        block("The first members are tried alone: unless each of them is done or already so, the "
              "job stops, resumable with --past-canary.",
              properties_of(keys::canary_members), {keys::canary_members.name});
    properties["rollout"] = rollout_schema();
    properties["verify"] = json::object{
        {"description",
         "At the job's end the members that it changed are looked at again, all or some of them: if "
         "one of them is not as it was written, the exit status is 1."},
        {"anyOf", json::array{json::object{{"type", "boolean"}},
                              block("Some of them.", properties_of(keys::sample), {keys::sample.name})}}};
    keys::add_to(properties, keys::limit);
    properties["window"] = window_schema();
    properties["schedule"] = schedule_schema();
    properties["notify"] = notify_schema(key());
    properties[as_of] =
        text("When a job read its spec, which is what relative dates count from; muster writes it.");

    json::object parameter;
    parameter["type"] = "string";
    parameter["description"] = "The value of a parameter.";
    parameter["pattern"] = R"(^\$\{[A-Za-z][A-Za-z0-9_]*\}$)";

    json::object schema;
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    schema["title"] = "A muster spec";
    auto const body = block("A job that changes many members of a membership platform, or exports them.",
                            std::move(properties), {"name", "provider"});
    for (auto const& entry : body) schema.insert(entry);
    schema["oneOf"] = json::array{json::object{{"required", json::array{"operation"}}},
                                  json::object{{"required", json::array{"export"}}}};
    require_where_for_deletion(schema);
    schema["$defs"] = json::object{{"parameter", std::move(parameter)}, {"where", filter::schema()}};
    return pretty(schema);
}

} // namespace muster::spec
