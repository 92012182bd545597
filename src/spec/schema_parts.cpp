#include "spec/schema_parts.hpp"

#include <utility>

namespace muster::spec {

namespace json = boost::json;

json::object text(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

json::object block(std::string_view description, json::object properties, json::array required) {
    json::object schema;
    schema["type"] = "object";
    schema["description"] = description;
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
}

json::object or_parameter(json::object schema, std::string_view description) {
    json::array either;
    either.push_back(std::move(schema));
    either.push_back(json::object{{"$ref", "#/$defs/parameter"}});
    json::object property;
    property["description"] = description;
    property["anyOf"] = std::move(either);
    return property;
}

json::object time_zone_schema() {
    return text("The time zone of these times, by its IANA name: \"Europe/Berlin\", \"UTC\".");
}

} // namespace muster::spec
