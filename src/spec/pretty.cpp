#include "spec/pretty.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::spec {
namespace {

namespace json = boost::json;

bool is_flat(json::value const& v) {
    if (!v.is_array()) return !v.is_object() || v.get_object().empty();
    auto const& items = v.get_array();
    return std::none_of(items.begin(), items.end(), [](json::value const& i) { return i.is_structured(); });
}

std::string flat(json::value const& v) {
    if (!v.is_array()) return json::serialize(v);
    std::string text;
    for (auto const& item : v.get_array()) text += (text.empty() ? "" : ", ") + json::serialize(item);
    return '[' + text + ']';
}

void write(json::value const& v, std::string const& indent, std::string& out) {
    if (is_flat(v)) {
        out += flat(v);
        return;
    }
    auto const deeper = indent + "  ";
    std::string_view separator = "\n";
    auto const begin_item = [&] {
        out.append(separator).append(deeper);
        separator = ",\n";
    };
    out += v.is_array() ? '[' : '{';
    if (v.is_array()) {
        for (auto const& item : v.get_array()) {
            begin_item();
            write(item, deeper, out);
        }
    } else {
        for (auto const& entry : v.get_object()) {
            begin_item();
            out += json::serialize(entry.key()) + ": ";
            write(entry.value(), deeper, out);
        }
    }
    out.append("\n").append(indent) += v.is_array() ? ']' : '}';
}

} // namespace

std::string pretty(json::value const& v) {
    std::string out;
    write(v, "", out);
    return out + '\n';
}

} // namespace muster::spec
