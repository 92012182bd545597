#pragma once
#include <string_view>

namespace muster::filter {

/// A set of texts that stands outside of a `where`, in a file, say: what `in` and `notIn` can be held against
/// instead of a list.
class outside_set {
public:
    virtual ~outside_set() = default;
    /// Whether it holds that text. May throw whatever keeps it from being read.
    virtual bool has(std::string_view text) = 0;
};

} // namespace muster::filter
