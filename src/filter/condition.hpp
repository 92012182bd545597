#pragma once
#include "core/path.hpp"
#include "filter/filter.hpp"
#include "filter/operand.hpp"
#include "filter/outside_set.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace muster::filter {

/// `isSet`.
struct presence {
    bool wanted;
};

/// `equals` and `in`: the value is one of these; `notIn`: it is not, and may be missing.
struct membership {
    std::vector<operand> of;
    bool wanted = true;
};

/// `in` and `notIn` of a set that stands elsewhere: the value is a text, or a whole number, which it holds;
/// or it is not so.
struct outside_membership {
    std::shared_ptr<outside_set> of;
    bool wanted;
};

/// `lt lte gt gte`.
struct bound {
    enum class relation { less, less_or_equal, greater, greater_or_equal };
    relation is;
    operand than;
};

/// `contains startsWith endsWith`.
struct text_part {
    enum class place { anywhere, start, end };
    place at;
    needle what;
};

/// `some every none`: what the elements of an array are like.
struct elements {
    enum class quantity { some, every, none };
    quantity how_many;
    std::unique_ptr<filter::condition const> match;
};

/// The tree that a `where` is compiled into. Immutable once read.
struct filter::condition {
    /// All of these hold; also of none.
    struct all {
        std::vector<condition> of;
    };
    /// At least one of these holds; never of none.
    struct any {
        std::vector<condition> of;
    };
    /// None of these holds: `NOT`, and `not` with its one condition.
    struct none {
        std::vector<condition> of;
    };
    /// One operator on one field, or, without a field, on the array element itself.
    struct leaf {
        std::optional<core::path> field;
        std::variant<presence, membership, outside_membership, bound, text_part, elements> test;
    };

    std::variant<all, any, none, leaf> what;
};

/// What a condition is about: a member's document, or an element of an array.
struct subject {
    /// The element itself; nullptr for a document.
    boost::json::value const* value = nullptr;
    /// Where fields are looked up; nullptr if the element is no object.
    boost::json::object const* object = nullptr;
};

/// Whether `c` holds of `s`. Copies and allocates nothing, but for what an outside set does, which may throw.
bool holds(filter::condition const& c, subject s);

} // namespace muster::filter
