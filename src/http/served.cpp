#include "http/served.hpp"

#include "core/ascii.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::http {

std::string_view served_request::field(std::string_view name) const {
    auto const same = [&](auto const& each) {
        return std::equal(name.begin(), name.end(), each.first.begin(), each.first.end(),
                          [](char a, char b) { return core::lower_ascii(a) == core::lower_ascii(b); });
    };
    auto const found = std::find_if(fields.begin(), fields.end(), same);
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

served_reply served_error(unsigned status, std::string_view code, std::string_view message) {
    boost::json::object body;
    body["code"] = code;
    body["message"] = message;
    return served_reply(status, boost::json::serialize(body));
}

} // namespace muster::http
