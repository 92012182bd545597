#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

/// Which fields of a document are read, so that the others need not be kept. What path::find finds of the
/// chosen paths in the document, it finds in what is left of it.
class field_choice {
public:
    /// A field of the document: all of it, or these of its own fields, or of those of each element of the
    /// list that it holds; of what is neither object nor list, all.
    struct field {
        std::string key;
        bool whole = false;
        std::vector<std::string> parts;

        [[nodiscard]] bool holds(std::string_view part) const;
    };

    /// Dotted paths, as core::path has them.
    explicit field_choice(std::vector<std::string> const& paths);
    /// nullptr: nothing of the field is read.
    [[nodiscard]] field const* find(std::string_view key) const;
    /// How many fields of the document are read, at most.
    [[nodiscard]] std::size_t size() const { return fields_.size(); }

private:
    field& at(std::string_view key);

    std::vector<field> fields_; // few: looking through them is quicker than any index
    std::uint64_t sizes_ = 0;   // a bit for each size that a key of them has; the last one for all above
};

} // namespace muster::core
