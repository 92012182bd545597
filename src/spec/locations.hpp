#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::spec {

/// A place in a text.
struct position {
    unsigned line = 1;   ///< 1-based
    unsigned column = 1; ///< 1-based, in bytes
};

/// The position of the byte at `offset`, which may be the end of the text.
position position_of(std::string_view text, std::size_t offset);

/// Where every value and key of a JSON text stands, by JSON pointer (RFC 6901).
class locations {
public:
    /// What a key of the text is called in the pointers.
    using renaming = std::function<std::string(std::string_view key)>;

    /// `text` must be one that Boost.JSON accepts; it must outlive this. Without `rename` keys keep their
    /// names.
    explicit locations(std::string_view text, renaming rename = nullptr);

    /// Where the value begins; for a pointer to nothing, where the nearest value around it begins.
    [[nodiscard]] position of_value(std::string_view pointer) const;
    /// Where the key that the pointer ends in begins; for a pointer to nothing as of_value.
    [[nodiscard]] position of_key(std::string_view pointer) const;

    /// A key that stands in its object for the second time or more.
    struct duplicate {
        std::string pointer;
        position at;
    };
    [[nodiscard]] std::vector<duplicate> const& duplicates() const { return duplicates_; }

private:
    struct place {
        std::size_t key;
        std::size_t value;
    };
    class scanner;
    [[nodiscard]] place find(std::string_view pointer) const;

    std::string_view text_;
    std::map<std::string, place, std::less<>> places_;
    std::vector<duplicate> duplicates_;
};

/// `parent` with `key` appended as RFC 6901 escapes it.
std::string child_pointer(std::string_view parent, std::string_view key);

} // namespace muster::spec
