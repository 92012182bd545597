#include "journal/plain_intent.hpp"

#include "core/json_scanner.hpp"
#include "core/plain_json.hpp"
#include "core/read_json.hpp"
#include "journal/plain_fields.hpp"

namespace muster::journal {

namespace json = boost::json;

namespace {

constexpr std::size_t depth_below_line = deepest - 1;

/// The JSON that the line goes on with.
std::optional<std::string_view> take_json(plain_fields& f, bool& as_written) {
    if (auto const size = core::plain_json_size(f.rest(), depth_below_line)) return f.bytes(size);
    as_written = false;
    core::json_scanner scan(f.rest(), depth_below_line);
    if (!scan.take_value()) return std::nullopt;
    return f.bytes(scan.at());
}

json::value read(std::string_view text, boost::system::error_code& error) {
    json::parse_options options;
    options.max_depth = depth_below_line;
    options.allow_invalid_utf8 = true;
    return core::read_json(text, error, {}, options);
}

} // namespace

std::optional<plain_intent> read_plain_intent(std::string_view line) {
    plain_fields f(line);
    auto const id = f.text(R"({"t":"intent","id":")");
    if (!id) return std::nullopt;
    auto const page = f.number(R"(,"page":)");
    if (!page || !f.take(R"(,"change":)")) return std::nullopt;
    plain_intent p{*id, *page, {}, {}, {}, {}};
    auto const change = take_json(f, p.as_written);
    if (!change) return std::nullopt;
    p.change = *change;
    if (f.take(R"(,"before":)")) {
        if (!f.rest().starts_with('{')) return std::nullopt;
        auto const before = take_json(f, p.as_written);
        if (!before) return std::nullopt;
        p.before = *before;
    }
    if (!f.text_if_there(R"(,"email":")", p.email) || !f.text_if_there(R"(,"row":")", p.row) || !f.at_end())
        return std::nullopt;
    return p;
}

std::optional<intent> made_of(plain_intent const& p) {
    auto i = named_by(p);
    i.email = p.email;
    boost::system::error_code error;
    i.change = read(p.change, error);
    if (error) return std::nullopt;
    if (p.before.empty()) return i;
    auto before = read(p.before, error);
    if (error || !before.is_object()) return std::nullopt;
    i.before = std::move(before.get_object());
    return i;
}

intent named_by(plain_intent const& p) {
    return {std::string(p.member), p.page, {}, {}, {}, std::string(p.row)};
}

} // namespace muster::journal
