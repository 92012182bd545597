#include "service/told.hpp"

#include "spec/notify_block.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muster::service {

namespace json = boost::json;

told read_told(files::storage& storage, std::filesystem::path const& file) {
    told what;
    auto const text = files::read_file(storage, file);
    if (!text) return what;
    boost::system::error_code error;
    auto const value = json::parse(*text, error);
    if (error || !value.is_object()) return what;
    for (auto const& [channel, word] : value.get_object()) {
        auto const event = word.is_string() ? spec::parse_event(word.get_string()) : std::nullopt;
        if (event) what.emplace(channel, *event);
    }
    return what;
}

void write_told(files::storage& storage, std::filesystem::path const& file, told const& what) {
    json::object value;
    for (auto const& [channel, event] : what) value[channel] = to_string(event);
    files::replace_file(storage, file, json::serialize(value) + "\n");
}

} // namespace muster::service
