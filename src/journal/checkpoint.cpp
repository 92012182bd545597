#include "journal/checkpoint.hpp"

#include "journal/sealed.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muster::journal {

namespace json = boost::json;

namespace {
constexpr std::string_view checkpoint_format = "muster-checkpoint";
}

std::string encode(checkpoint const& c) {
    auto text = json::serialize(json::object{{"format", checkpoint_format},
                                             {"version", format_version},
                                             {"journalOffset", c.offset},
                                             {"state", c.folded.save()}});
    text.pop_back(); // the brace
    seal(text, 0);
    return text;
}

checkpoint decode_checkpoint(std::string_view text) {
    if (!text.ends_with('\n')) throw std::invalid_argument("it is not a whole line");
    auto const object = parse_sealed(text.substr(0, text.size() - 1));
    auto const* const format = object.if_contains("format");
    auto const* const version = object.if_contains("version");
    bool const readable = version != nullptr && version->is_int64() && version->get_int64() > 0
                          && is_readable(static_cast<std::uint64_t>(version->get_int64()));
    if (format == nullptr || *format != json::value(checkpoint_format) || !readable)
        throw std::invalid_argument("it is no checkpoint of format version 1 to "
                                    + std::to_string(format_version));
    auto const* const saved = object.if_contains("state");
    auto const* const offset = object.if_contains("journalOffset");
    if (saved == nullptr || !saved->is_object() || offset == nullptr || !offset->is_int64()
        || offset->get_int64() < 0)
        throw std::invalid_argument("a field is missing");
    auto const& state_saved = saved->get_object();
    return {static_cast<std::uint64_t>(offset->get_int64()), state::restore(state_saved),
            state::counts_rows_twice(state_saved)};
}

} // namespace muster::journal
