#pragma once
#include "core/cell.hpp"
#include "core/member.hpp"
#include "core/path.hpp"
#include "filter/filter.hpp"

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::sink {

/// One column of an export: its name, and what of a member stands in it.
struct column {
    enum class content {
        field,    ///< the value at `path`; null where the member has none, but for `id`
        elements, ///< of the list at `path`: those that match `only`, or `of` of each
        document  ///< all of it, as the platform sent it
    };
    std::string name;
    content what = content::field;
    core::path path{""};
    filter::filter only; ///< of elements; one that is no object matches only a filter of none
    std::optional<core::path>
        of; ///< of elements: the field that stands for each; those without it are left out
    std::optional<std::string>
        joined_by; ///< of elements: one text, with this between them; else a JSON array
    /// What the value is made (core::convert; lists and objects become a text of JSON), or the member cannot
    /// be exported; nullopt = it stays what it is.
    std::optional<core::cell_form> form;
};

/// Why a member cannot be exported, with the column, for people.
struct misfit {
    std::string why;
};

/// A member's cells, one for each column, in their order: parts of its document, and what was made of these.
struct projection {
    std::vector<boost::json::value const*> cells; ///< into the document, or into `made`
    std::vector<boost::json::value> made;         ///< moves with it, and its elements stay where they are
};

/// The cells of a member whose document must outlive them; what is made is in `memory`.
std::variant<projection, misfit> project(core::member const& m, std::vector<column> const& columns,
                                         boost::json::storage_ptr memory = {});

} // namespace muster::sink
