#include "http/served.hpp"

#include "core/ascii.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::http {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return core::lower_ascii(x) == core::lower_ascii(y); });
}

} // namespace

std::size_t served_request::count(std::string_view name) const {
    auto const same = [&](auto const& each) { return same_name(name, each.first); };
    return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), same));
}

std::string_view served_request::field(std::string_view name) const {
    auto const same = [&](auto const& each) { return same_name(name, each.first); };
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
