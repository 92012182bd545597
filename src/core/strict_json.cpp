#include "core/strict_json.hpp"

#include "core/json_tokens.hpp"
#include "core/printable.hpp"
#include "core/read_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cmath>

namespace muster::core {
namespace {

namespace json = boost::json;

/// What Boost.JSON does not tell of a value.
struct summary {
    std::size_t keys = 0; ///< of all objects in it
    bool endless = false; ///< a number that no double holds
    bool large = false;   ///< a number that may be a whole one with more digits than a double has
};

void look_over(json::value const& v, summary& seen) {
    if (auto const* const number = v.if_double()) {
        seen.endless |= !std::isfinite(*number);
        seen.large |= std::abs(*number) > 9e18;
    } else if (auto const* const array = v.if_array()) {
        for (auto const& each : *array) look_over(each, seen);
    } else if (auto const* const object = v.if_object()) {
        seen.keys += object->size();
        for (auto const& entry : *object) look_over(entry.value(), seen);
    }
}

/// What is wrong although it is JSON.
std::optional<json_fault> find_fault(json::value const& v, std::string_view text) {
    summary seen;
    look_over(v, seen);
    if (seen.endless) return json_fault{0, "it holds a number that is too large"};
    if (seen.large)
        if (auto const at = find_huge_number(text))
            return json_fault{*at, "this number has more digits than are kept: write it as a text"};
    if (count_written_keys(text) == seen.keys) return std::nullopt;
    auto const twice = find_repeated_key(text);
    if (!twice) return std::nullopt;
    return json_fault{twice->at, "the key " + core::quoted(twice->key) + " stands twice in an object"};
}

std::string reason(boost::system::error_code const& error) {
    if (error == json::error::incomplete) return "the value is not complete";
    if (error == json::error::too_deep) return "it is nested deeper than 32 objects and lists";
    if (error == json::error::extra_data) return "text behind the value";
    return "this is not JSON (" + error.message() + ")";
}

} // namespace

std::variant<json::value, json_fault> read_strict_json(std::string_view text, json::storage_ptr memory) {
    boost::system::error_code error;
    std::size_t read = 0;
    auto value = read_json(text, error, std::move(memory), {}, &read);
    if (error) return json_fault{read, reason(error)};
    if (auto fault = find_fault(value, text)) return std::move(*fault);
    return value;
}

} // namespace muster::core
