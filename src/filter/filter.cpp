#include "filter/filter.hpp"

#include "filter/condition.hpp"

namespace muster::filter {

filter::filter() = default;
filter::~filter() = default;
filter::filter(filter&&) noexcept = default;
filter& filter::operator=(filter&&) noexcept = default;

bool filter::matches(core::member const& m) const {
    return !root_ || holds(*root_, {nullptr, m.document});
}

std::vector<std::string> const& filter::fields() const {
    return fields_;
}

} // namespace muster::filter
