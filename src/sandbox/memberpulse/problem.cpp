#include "sandbox/memberpulse/problem.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace muster::sandbox::memberpulse {

namespace json = boost::json;

namespace {

std::string_view title_of(unsigned status) {
    switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 429: return "Too Many Requests";
    default: return "An error occurred";
    }
}

json::object document(unsigned status, std::string_view code, std::string_view title,
                      std::string_view detail) {
    return {{"type", "https://api.memberpulse.com/errors/" + std::string(code)},
            {"title", title},
            {"status", status},
            {"detail", detail}};
}

reply sent(unsigned status, json::object const& body) {
    return reply(status, json::serialize(body), "application/problem+json");
}

} // namespace

reply problem(unsigned status, std::string_view code, std::string_view detail) {
    return sent(status, document(status, code, title_of(status), detail));
}

reply invalid(std::vector<violation> const& violations) {
    auto body =
        document(400, "validation-error", "Validation Failed", "One or more fields failed validation");
    auto& all = body["violations"].emplace_array();
    for (auto const& each : violations)
        all.push_back(json::object{{"propertyPath", each.field}, {"message", each.message}});
    return sent(400, body);
}

} // namespace muster::sandbox::memberpulse
