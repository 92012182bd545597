#include "service/routes.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

#include <boost/json/parse.hpp>

namespace muster::service {

namespace json = boost::json;

namespace {

bad_request bad(std::string message) {
    return {400, "bad-request", std::move(message)};
}

wish read_act(journal::act what, std::string_view body) {
    constexpr std::string_view rate_key = "requestsPerSecond";
    journal::job_steered how;
    how.what = what;
    boost::system::error_code error;
    auto const parsed = body.empty() ? json::value(json::object()) : json::parse(body, error);
    if (error || !parsed.is_object()) return bad("The body is not a JSON object.");
    bool rated = false;
    for (auto const& [key, value] : parsed.get_object()) {
        if (key == "why" && value.is_string()) {
            if (value.get_string().size() > longest_reason)
                return bad("`why` is longer than " + std::to_string(longest_reason) + " bytes.");
            how.why = core::printable(core::redact(value.get_string()));
        } else if (key == "who" && value.is_string()) {
            if (value.get_string().size() > longest_who)
                return bad("`who` is longer than " + std::to_string(longest_who) + " bytes.");
            how.who = core::printable(core::redact(value.get_string()));
        } else if (key == rate_key && what == journal::act::rate && (value.is_number() || value.is_null())) {
            rated = true;
            if (value.is_null()) continue;
            how.rate = value.to_number<double>(error);
            if (error || !(*how.rate >= lowest_rate && *how.rate <= highest_rate))
                return bad("`requestsPerSecond` must be from 0.001 to 100000, or null.");
        } else {
            return bad("The body may not hold " + core::quoted(key) + ", or not of that type.");
        }
    }
    if (what == journal::act::rate && !rated) return bad("`requestsPerSecond` is missing.");
    return how;
}

} // namespace

wish read_wish(std::string_view method, std::string_view target, std::string_view body) {
    auto const path = target.substr(0, target.find('?'));
    auto const name = path.substr(path.empty() ? 0 : 1);
    auto const what = path.starts_with('/') ? journal::parse_act(name) : std::nullopt;
    bool const look = path == "/status" || path == "/events";
    if (!look && !what) return bad_request{404, "not-found", "There is no " + core::quoted(path) + " here."};
    if (method != (look ? "GET" : "POST"))
        return bad_request{405, "method-not-allowed",
                           std::string(look ? "GET" : "POST") + " is what " + core::quoted(path) + " takes."};
    if (what) return read_act(*what, body);
    if (path == "/status") return status_wanted();
    return events_wanted();
}

} // namespace muster::service
