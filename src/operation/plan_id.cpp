#include "operation/plan_id.hpp"

#include <algorithm>

namespace muster::operation {
namespace {

bool is_id_character(char c) {
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

} // namespace

std::optional<std::string> read_plan_id(core::node const& n) {
    if (!n.is_object(R"({"planId": "pln_..."})")) return std::nullopt;
    n.allow_keys({"planId"});
    auto const place = n.require("planId");
    if (!place) return std::nullopt;
    auto id = place->non_empty_string();
    if (!id) return std::nullopt;
    if (std::all_of(id->begin(), id->end(), is_id_character)) return id;
    place->fail(R"(must be a plan's id such as "pln_abc": letters, digits, "_" and "-")");
    return std::nullopt;
}

boost::json::object plan_id_schema(core::vocabulary const&) {
    return {
        {"type", "object"},
        {"properties",
         {{"planId",
           {{"type", "string"},
            {"minLength", 1},
            {"description", "The id of a free plan, e.g. pln_abc, as the platform's dashboard shows it."}}}}},
        {"required", boost::json::array{"planId"}},
        {"additionalProperties", false}};
}

} // namespace muster::operation
