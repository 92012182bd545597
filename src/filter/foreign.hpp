#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::filter {

/// A word of another query language that muster says otherwise.
struct foreign_word {
    std::string_view word;    ///< in small letters, without anything but letters
    std::string_view instead; ///< what to write, as the end of a sentence: `write "equals"`
    /// Hardly any field is called that. Of the others ("size", "type") only the place can tell.
    bool distinctive;
};

/// The word that `key` is, whatever its case and whatever stands around or in it (`$nin`, `not_in`,
/// `Not-In`), or the sign that it is (`!=`); nullptr if it is none.
foreign_word const* find_foreign(std::string_view key);

/// The operator, or AND, OR or NOT, that `key` is but for case and signs: `GTE`, `$in`, `starts_with`; "" if
/// it is none.
std::string_view find_disguised(std::string_view key);

/// What is wrong with a key because of signs that no field name has, or because an operator hangs on its end
/// (`age >=`, `age__gte`, `createdAt[after]`); nullopt if nothing is. A field with signs in its name can
/// still be named by a dotted path.
std::optional<std::string> objection_to_signs(std::string_view key);

/// The distinctive words, for the schema: no key of an object of fields is one of them.
std::vector<std::string_view> foreign_words();

/// A regular expression (ECMAScript) for the names that objection_to_signs() lets pass by their signs: dotted
/// paths, names with a parameter of the spec in them, and those without signs.
inline constexpr std::string_view name_pattern = R"(\.|\$\{|^[^$=!<>|&~^*?%()\[\]{}:;,]*$)";

} // namespace muster::filter
