#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

/// Which fields of a document are read, so that the others need not be kept. What path::find finds of the
/// chosen paths in the document, it finds in what is left of it. Of some documents more is read later on: of
/// that, only the text is noted.
class field_choice {
public:
    /// A field of the document: all of it, or these of its own fields, or of those of each element of the
    /// list that it holds; of what is neither object nor list, all.
    struct field {
        std::string key;
        bool whole = false;
        std::vector<std::string> parts;
        std::optional<std::size_t> later; ///< which of later() it is

        /// Whether anything of it is read at once.
        [[nodiscard]] bool at_once() const { return whole || !parts.empty(); }
        /// One of its parts; nullptr: it is not chosen. Not for a field that is read whole.
        [[nodiscard]] std::string const* find_part(std::string_view part) const;
    };

    /// `paths`: dotted, as core::path has them; `later`: fields of the document itself, which are of no use
    /// unless there is this text somewhere in them; empty: they are.
    explicit field_choice(std::vector<std::string> const& paths, std::vector<std::string> later = {},
                          std::string needed = {});
    /// nullptr: nothing of the field is read.
    [[nodiscard]] field const* find(std::string_view key) const;
    /// How many fields of the document are read, at most.
    [[nodiscard]] std::size_t size() const { return fields_.size(); }
    /// Which of them it is that find() gave, from 0.
    [[nodiscard]] std::size_t number_of(field const& f) const {
        return static_cast<std::size_t>(&f - fields_.data());
    }
    /// The fields that are read later, if at all. None: then all of the document is.
    [[nodiscard]] std::vector<std::string> const& later() const { return later_; }
    /// Whether a value of one of these is of use, by its text.
    [[nodiscard]] bool is_of_use(std::string_view value) const;

private:
    field& at(std::string_view key);

    std::vector<field> fields_; // few: looking through them is quicker than any index
    std::vector<std::string> later_;
    std::string needed_;      // in these
    std::uint64_t sizes_ = 0; // a bit for each size that a key of them has; the last one for all above
};

} // namespace muster::core
