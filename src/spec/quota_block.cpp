#include "spec/quota_block.hpp"

#include "spec/keys.hpp"
#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

namespace muster::spec {

namespace json = boost::json;

std::vector<provider::limit> read_quota(core::node const& n, std::vector<provider::limit> of_platform) {
    if (n.value().is_null()) return {};
    if (!n.is_object(R"({"requests": 1000, "per": "1h"})")) return of_platform;
    n.allow_keys({keys::quota_requests.name, keys::quota_per.name});
    static_cast<void>(n.require(keys::quota_requests.name));
    provider::limit instead;
    instead.counted_by = of_platform.empty() ? provider::limit::scope::key : of_platform.front().counted_by;
    instead.requests =
        static_cast<std::uint64_t>(keys::read(n, keys::quota_requests).value_or(keys::quota_requests.min));
    instead.window = keys::read(n, keys::quota_per);
    return {instead};
}

json::object quota_schema() {
    json::object properties;
    keys::add_to(properties, keys::quota_requests);
    keys::add_to(properties, keys::quota_per);
    auto schema =
        block("A limit over a long span, which is kept from run to run; null = none. The platform's "
              "own if not given.",
              std::move(properties), {keys::quota_requests.name});
    schema["type"] = json::array{"object", "null"};
    return schema;
}

} // namespace muster::spec
