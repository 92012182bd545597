#include "filter/filter.hpp"
#include "filter/foreign.hpp"
#include "filter/words.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <string_view>

namespace muster::filter {
namespace {

namespace json = boost::json;

/// All but the names that no field may have, which come from words.hpp.
constexpr std::string_view text = R"({
"type": "object",
"description": "Which members to change. Fields are named by dotted paths or nested objects; all must match.",
"examples": [{"customFields.country": {"equals": "Germany"}}],
"properties": {
  "AND": {"description": "All of these match.", "$ref": "#/$defs/where/$defs/wheres"},
  "OR": {"description": "At least one of these matches.", "$ref": "#/$defs/where/$defs/wheres"},
  "NOT": {"description": "None of these matches.", "$ref": "#/$defs/where/$defs/wheres"}
},
"additionalProperties": {"$ref": "#/$defs/where/$defs/condition"},
"$defs": {
  "scalar": {"type": ["string", "number", "boolean", "null"]},
  "ordered": {
    "description": "A number, a text, an ISO 8601 date, or a relative date: \"-30d\", \"+12h\", \"-4w\" from now.",
    "type": ["string", "number"],
    "examples": ["2026-01-31", "-30d"]
  },
  "wheres": {
    "anyOf": [
      {"$ref": "#/$defs/where", "minProperties": 1},
      {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/where", "minProperties": 1}}
    ]
  },
  "condition": {
    "description": "A bare value (equals), operators on this field, or the fields below it.",
    "anyOf": [
      {"$ref": "#/$defs/where/$defs/scalar"},
      {"$ref": "#/$defs/where/$defs/test"}
    ]
  },
  "test": {
    "anyOf": [
      {"$ref": "#/$defs/where/$defs/operators"},
      {"$ref": "#/$defs/where", "minProperties": 1}
    ]
  },
  "tests": {
    "anyOf": [
      {"$ref": "#/$defs/where/$defs/test"},
      {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/where/$defs/test"}}
    ]
  },
  "element": {
    "description": "What an element of the array is like: fields of it, operators on it, or a bare value.",
    "anyOf": [
      {"$ref": "#/$defs/where/$defs/scalar"},
      {"$ref": "#/$defs/where/$defs/operators"},
      {"$ref": "#/$defs/where"}
    ]
  },
  "set": {
    "anyOf": [
      {"type": "array", "items": {"$ref": "#/$defs/where/$defs/scalar"}},
      {"$ref": "#/$defs/where/$defs/keyList"}
    ]
  },
  "keyList": {
    "description": "The values in a column of a file. Under a field called email, case and blanks around it do not matter.",
    "type": "object",
    "required": ["file", "column"],
    "additionalProperties": false,
    "properties": {
      "file": {"description": "The file; it may be packed by gzip. A relative path is one from the working directory.", "type": "string", "minLength": 1},
      "column": {"description": "The column; of JSON Lines a dotted path in each object.", "type": "string", "minLength": 1},
      "format": {"description": "By the end of the file's name, if not given: .jsonl and .ndjson are JSON Lines.", "enum": ["csv", "jsonl"]},
      "delimiter": {"description": "Of CSV: what stands between two cells; found in the first row if it is not given.", "type": "string", "minLength": 1, "maxLength": 1},
      "columns": {"description": "Of CSV: the names of the columns, in their order, instead of those in the header.", "type": "array", "items": {"type": "string"}, "minItems": 1},
      "header": {"description": "Of CSV: whether the first row is a header; true unless there are `columns`.", "type": "boolean"},
      "allowEmpty": {"description": "The file may hold no key at all; else the job is refused then.", "type": "boolean"}
    }
  },
  "operators": {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": false,
    "properties": {
      "equals": {"description": "The value is this one.", "$ref": "#/$defs/where/$defs/scalar"},
      "not": {"description": "The value is not this one, or does not match this.", "$ref": "#/$defs/where/$defs/condition"},
      "in": {"description": "The value is one of these.", "$ref": "#/$defs/where/$defs/set"},
      "notIn": {"description": "The value is none of these; it may be missing.", "$ref": "#/$defs/where/$defs/set"},
      "lt": {"description": "Less, or earlier, than this.", "$ref": "#/$defs/where/$defs/ordered"},
      "lte": {"description": "Less, or earlier, than this, or equal.", "$ref": "#/$defs/where/$defs/ordered"},
      "gt": {"description": "Greater, or later, than this.", "$ref": "#/$defs/where/$defs/ordered"},
      "gte": {"description": "Greater, or later, than this, or equal.", "$ref": "#/$defs/where/$defs/ordered"},
      "contains": {"description": "A string that has this one in it.", "type": "string"},
      "startsWith": {"description": "A string that begins with this one.", "type": "string"},
      "endsWith": {"description": "A string that ends with this one.", "type": "string"},
      "mode": {"description": "\"insensitive\": equals, not, in, notIn, contains, startsWith and endsWith disregard case.", "enum": ["default", "insensitive"]},
      "isSet": {"description": "Whether the field is there (null counts as there).", "type": "boolean"},
      "some": {"description": "An array of which at least one element matches.", "$ref": "#/$defs/where/$defs/element"},
      "every": {"description": "An array of which each element matches.", "$ref": "#/$defs/where/$defs/element"},
      "none": {"description": "No element of an array matches.", "$ref": "#/$defs/where/$defs/element"},
      "AND": {"description": "All of these match.", "$ref": "#/$defs/where/$defs/tests"},
      "OR": {"description": "At least one of these matches.", "$ref": "#/$defs/where/$defs/tests"},
      "NOT": {"description": "None of these matches.", "$ref": "#/$defs/where/$defs/tests"}
    }
  }
}
})";

} // namespace

json::object schema() {
    auto result = json::parse(text).get_object();
    json::array words;
    for (auto const word : operator_words) words.emplace_back(word);
    for (auto const word : foreign_words()) words.emplace_back(word);
    result["propertyNames"] = {
        {"minLength", 1}, {"not", {{"enum", std::move(words)}}}, {"pattern", name_pattern}};
    return result;
}

} // namespace muster::filter
