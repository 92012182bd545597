#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace muster::core {

/// JSON is plain if it stands in the very form in which Boost.JSON writes what it reads of it: without white
/// space, escapes, fractions, exponents, and fields of one name in one object. Whoever would read it only to
/// write it again can copy the text.

/// How many bytes the plain value has that `text` begins with, no deeper than so many lists and objects in
/// each other. 0: it begins with none that surely is plain, and has to be read to tell more.
std::size_t plain_json_size(std::string_view text, std::size_t most_depth);

/// A field of an object, as its text.
struct plain_field {
    std::string_view name;
    std::string_view value;
};

/// Goes through the fields of a text that is plain JSON; of such as is no object, there are none.
class plain_object {
public:
    explicit plain_object(std::string_view plain) : text_(plain) {}

    /// The next field; nullopt behind the last.
    std::optional<plain_field> next();

private:
    [[nodiscard]] std::size_t end_of_text(std::size_t quote) const;
    [[nodiscard]] std::size_t end_of_value(std::size_t begin) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace muster::core
