#include "filter/condition.hpp"

#include "core/overload.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace muster::filter {
namespace {

namespace json = boost::json;

// Each test gets the value, or nullptr where it is missing.

bool passes(presence const& t, json::value const* v) {
    return (v != nullptr) == t.wanted;
}

bool passes(membership const& t, json::value const* v) {
    bool const found =
        v && std::any_of(t.of.begin(), t.of.end(), [v](operand const& o) { return o.equals(*v); });
    return found == t.wanted;
}

bool passes(outside_membership const& t, json::value const* v) {
    std::array<char, 24> digits{};
    auto const number = [&](auto n) {
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
        return std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
    };
    std::optional<std::string_view> text;
    if (v != nullptr && v->is_string()) text = v->get_string();
    if (v != nullptr && v->is_int64()) text = number(v->get_int64());
    if (v != nullptr && v->is_uint64()) text = number(v->get_uint64());
    return (text && t.of->has(*text)) == t.wanted;
}

bool passes(bound const& t, json::value const* v) {
    if (!v) return false;
    auto const order = t.than.order(*v);
    switch (t.is) {
    case bound::relation::less: return order < 0;
    case bound::relation::less_or_equal: return order <= 0;
    case bound::relation::greater: return order > 0;
    case bound::relation::greater_or_equal: return order >= 0;
    }
    return false;
}

bool passes(text_part const& t, json::value const* v) {
    if (!v || !v->is_string()) return false;
    std::string_view const text = v->get_string();
    switch (t.at) {
    case text_part::place::anywhere: return t.what.is_in(text);
    case text_part::place::start: return t.what.begins(text);
    case text_part::place::end: return t.what.ends(text);
    }
    return false;
}

bool passes(elements const& t, json::value const* v) {
    if (!v || !v->is_array()) return t.how_many == elements::quantity::none;
    auto const& array = v->get_array();
    auto const match = [&t](json::value const& e) { return holds(*t.match, {&e, e.if_object()}); };
    switch (t.how_many) {
    case elements::quantity::some: return std::any_of(array.begin(), array.end(), match);
    case elements::quantity::every: return std::all_of(array.begin(), array.end(), match);
    case elements::quantity::none: return std::none_of(array.begin(), array.end(), match);
    }
    return false;
}

json::value const* look_up(std::optional<core::path> const& field, subject s) {
    if (!field) return s.value;
    return s.object ? field->find(*s.object) : nullptr;
}

} // namespace

bool holds(filter::condition const& c, subject s) {
    using condition = filter::condition;
    auto const one = [s](condition const& child) { return holds(child, s); };
    return std::visit(
        core::overload{
            [&one](condition::all const& j) { return std::all_of(j.of.begin(), j.of.end(), one); },
            [&one](condition::any const& j) { return std::any_of(j.of.begin(), j.of.end(), one); },
            [&one](condition::none const& j) { return std::none_of(j.of.begin(), j.of.end(), one); },
            [s](condition::leaf const& l) {
                auto const* const v = look_up(l.field, s);
                return std::visit([v](auto const& test) { return passes(test, v); }, l.test);
            }},
        c.what);
}

} // namespace muster::filter
