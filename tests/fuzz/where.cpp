// `where`: reading a filter, and matching it against a member.
#include "filter/filter.hpp"
#include "input.hpp"
#include "provider/memberstack/vocabulary.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

using namespace muster;
using fuzz::check;
namespace json = boost::json;

namespace {

/// What a filter makes of a member, or nullopt if it cannot be read; then each mistake has a place in it.
std::optional<bool> matches(json::value const& where, core::member const& m) {
    core::problems found;
    static auto const platform = provider::memberstack::vocabulary();
    constexpr core::wall_time now{std::chrono::seconds{1795305600}};
    filter::known const about{&platform.document, now};
    auto const f = filter::read(core::node(where, "", found), about);
    for (auto const& p : found) {
        boost::system::error_code error;
        check(where.find_pointer(p.pointer, error) != nullptr, "a mistake stands in the filter", p.pointer);
        check(!p.message.empty(), "a mistake has a message");
    }
    bool const result = f.matches(m);
    if (core::has_mistakes(found)) return std::nullopt;
    check(f.matches(m) == result, "a filter says the same each time");
    for (auto const& field : f.fields()) check(!field.empty(), "a filter reads fields that have names");
    return result;
}

/// Holds a filter that was read against what follows from its answer.
void check_logic(json::value const& where, core::member const& m, bool answer) {
    auto const about = json::serialize(where);
    auto const copy = fuzz::json_of(about);
    if (copy) check(matches(*copy, m) == answer, "a filter that is written down is the same one", about);
    auto const as = [&](char const* word, json::array of) {
        return matches(json::object{{word, std::move(of)}}, m); // nullopt where it is nested too deep now
    };
    check(as("NOT", {where}).value_or(!answer) == !answer, "NOT says the opposite", about);
    check(as("AND", {where, where}).value_or(answer) == answer, "AND of the same says the same", about);
    check(as("OR", {where}).value_or(answer) == answer, "OR of the same says the same", about);
    check(as("AND", {where, json::object{{"OR", json::array{}}}}).value_or(false) == false, "AND needs all",
          about);
    check(as("OR", {where, json::object()}).value_or(true) == true, "OR needs one", about);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const where = fuzz::json_of(parts[0]);
    auto const document = fuzz::json_of(parts[1]);
    if (!where) return 0;
    json::object const nothing;
    core::member m;
    m.id = "mem_1";
    m.document = document && document->is_object() ? &document->get_object() : &nothing;
    if (auto const answer = matches(*where, m)) check_logic(*where, m, *answer);
    return 0;
}
