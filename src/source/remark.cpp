#include "source/remark.hpp"

#include "core/json_tokens.hpp"
#include "source/position.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muster::source {
namespace {

namespace json = boost::json;

bool is_object(std::string_view text) {
    boost::system::error_code error;
    auto const value = json::parse(json::string_view(text.data(), text.size()), error);
    return !error && value.is_object();
}

/// `"name":"text"`, the three of them.
std::string members_of(remark const& r) {
    json::object o;
    o[remark_names[0]] = r.outcome;
    o[remark_names[1]] = r.code;
    o[remark_names[2]] = r.message;
    auto const text = json::serialize(o);
    return text.substr(1, text.size() - 2);
}

} // namespace

std::string with_remark(std::string_view line, remark const& r) {
    auto const text = without_line_end(line);
    std::string const end(text.size() < line.size() ? line.substr(text.size()) : "\n");
    if (!is_object(text)) return std::string(text) + end;
    auto const members = core::written_members(text);
    bool has_remarks = false;
    std::string kept;
    for (auto const& each : members) {
        has_remarks = has_remarks || is_remark(each.key);
        if (!is_remark(each.key)) kept.append(kept.empty() ? "" : ",").append(each.text);
    }
    auto const behind = text.substr(text.rfind('}')); // and blanks
    auto whole = has_remarks ? "{" + kept : std::string(text.substr(0, text.size() - behind.size()));
    if (!kept.empty()) whole += ',';
    return whole.append(members_of(r)).append(behind).append(end);
}

} // namespace muster::source
