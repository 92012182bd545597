#include "journal/checkpoint.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muster::journal {

namespace json = boost::json;

std::string encode(checkpoint const& c) {
    auto const body = json::serialize(c.folded.save());
    json::object const head{
        {"format", "muster-checkpoint"}, {"version", format_version}, {"journalOffset", c.offset}, {"crc", checksum(body)}};
    auto text = json::serialize(head);
    text.pop_back();
    return text + ",\"state\":" + body + "}\n";
}

checkpoint decode_checkpoint(std::string_view text) {
    boost::system::error_code error;
    auto const parsed = json::parse(text, error);
    auto const* const object = error ? nullptr : parsed.if_object();
    if (object == nullptr) throw std::invalid_argument("it is not a JSON object");
    auto const* const version = object->if_contains("version");
    if (version == nullptr || *version != json::value(format_version))
        throw std::invalid_argument("its format version is not " + std::to_string(format_version));
    auto const* const crc = object->if_contains("crc");
    auto const* const saved = object->if_contains("state");
    auto const* const offset = object->if_contains("journalOffset");
    if (crc == nullptr || saved == nullptr || !saved->is_object() || offset == nullptr || !offset->is_int64())
        throw std::invalid_argument("a field is missing");
    if (*crc != json::value(checksum(json::serialize(*saved)))) throw std::invalid_argument("the checksum does not match");
    return {offset->to_number<std::uint64_t>(), state::restore(saved->get_object())};
}

} // namespace muster::journal
