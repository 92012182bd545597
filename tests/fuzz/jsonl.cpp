// A file of JSON Lines, in pieces of whatever size; and a cell as each of its forms.
#include "core/cell.hpp"
#include "input.hpp"
#include "source/jsonl_reader.hpp"

#include <boost/json/serialize.hpp>

using namespace muster;
using fuzz::check;
namespace json = boost::json;

namespace {

void check_cell(json::value const& cell) {
    using form = core::cell_form;
    for (auto const f : {form::text, form::number, form::boolean, form::date, form::json}) {
        auto const found = core::convert(cell, f);
        if (auto const* const unfit = std::get_if<core::unfit_cell>(&found)) {
            fuzz::check_shown(unfit->why, 300, "why a cell does not fit is printable, and short");
            continue;
        }
        auto const& value = std::get<json::value>(found);
        if (value.is_null()) continue;
        check(f != form::text || value.is_string(), "a text is one");
        check(f != form::number || value.is_number(), "a number is one");
        check(f != form::boolean || value.is_bool(), "a boolean is one");
        if (f == form::json) continue; // a text of JSON may hold a text, which is no JSON
        auto const again = core::convert(value, f);
        check(std::get<json::value>(again) == value, "a value of a form is of that form",
              json::serialize(value));
    }
}

/// A line for each row, or what is wrong with it.
std::string read(std::string_view text, std::size_t piece) {
    source::jsonl_reader reader;
    std::string all;
    fuzz::read_in_pieces(reader, text, piece, [&](auto const& found) {
        if (auto const* const wrong = std::get_if<source::mistake>(&found)) {
            fuzz::check_shown(wrong->text(), 300, "a mistake is printable, and short");
            all += wrong->text() + '\n';
            return;
        }
        auto const& row = std::get<source::jsonl_row>(found);
        check(text.substr(row.begins.offset, row.bytes.size()) == row.bytes, "a row is where it says");
        all += std::to_string(row.ends.offset) + json::serialize(*row.object) + '\n';
        for (auto const& entry : *row.object) check_cell(entry.value());
    });
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    auto const whole = read(text, text.size() + 1);
    check(read(text, 1) == whole, "byte by byte it is the same", text);
    check(read(text, 50) == whole, "in pieces it is the same", text);
    check_cell(json::value(text));
    return 0;
}
