#include "core/shape.hpp"

#include <algorithm>
#include <utility>

namespace muster::core {

shape::shape() = default;
shape::shape(form f) : what(f) {}
shape::shape(form f, std::vector<field> its_fields) : what(f), fields(std::move(its_fields)) {}
shape::shape(form f, std::vector<field> its_fields, std::vector<shape> its_each)
    : what(f),
      fields(std::move(its_fields)),
      of(std::move(its_each)) {}

shape const& shape::each() const {
    return of.empty() ? unknown_shape() : of.front();
}

shape const* shape::find(std::string_view name) const {
    auto const found =
        std::find_if(fields.begin(), fields.end(), [name](field const& f) { return f.name == name; });
    return found != fields.end() ? &found->holds : nullptr;
}

bool shape::is_plain() const {
    switch (what) {
    case form::scalar:
    case form::text:
    case form::date:
    case form::flag:
    case form::number: return true;
    case form::anything:
    case form::object:
    case form::open:
    case form::list: return false;
    }
    return false;
}

shape const& unknown_shape() {
    static shape const nothing;
    return nothing;
}

} // namespace muster::core
