#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

/// What a platform's documents hold at one place, as far as it is known. The platform states it as data;
/// specs are held against it, so that a field which no document can have is noticed before a job runs.
struct shape {
    enum class form {
        anything, ///< nothing is known
        scalar,   ///< a text, a number, true or false; like the four below it may be null or missing
        text,
        date, ///< an ISO 8601 text
        flag,
        number,
        object, ///< `fields` and no others
        open,   ///< fields of any name, each of them `of`
        list,   ///< elements, each of them `of`
    };
    struct field;

    // Not an aggregate, as `field` is complete only behind it.
    shape();
    shape(form f); // not explicit, so that a table of fields is easy to read
    shape(form f, std::vector<field> its_fields);
    shape(form f, std::vector<field> its_fields, std::vector<shape> its_each);

    form what = form::anything;
    std::vector<field> fields; ///< of an object
    std::vector<shape> of;     ///< of an open object or a list: exactly one

    /// What each field of an open object, or each element of a list, is.
    [[nodiscard]] shape const& each() const;
    /// The field of an object; nullptr if it has none of that name.
    [[nodiscard]] shape const* find(std::string_view name) const;
    /// Whether it is a value with nothing below it.
    [[nodiscard]] bool is_plain() const;
};

/// A field of an object.
struct shape::field {
    std::string name;
    shape holds;
};

/// The shape that says nothing.
shape const& unknown_shape();

} // namespace muster::core
