#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

/// How many keys the objects in a text of valid JSON have, all together, each as often as it is written.
std::size_t count_written_keys(std::string_view json);

/// A key that stands for the second time in its object.
struct repeated_key {
    std::size_t at = 0; ///< the byte where it begins
    std::string key;
};

/// The first of them in a text of valid JSON.
std::optional<repeated_key> find_repeated_key(std::string_view json);

/// The first number in a text of valid JSON that is whole, written without an exponent, and too large for 64
/// bits: where it begins.
std::optional<std::size_t> find_huge_number(std::string_view json);

/// A member of an object as it is written.
struct written_member {
    std::string key;
    std::string_view text; ///< from the key's quote to the end of the value
};

/// The members of the object that a text of valid JSON is, in their order; views into it.
std::vector<written_member> written_members(std::string_view json);

} // namespace muster::core
