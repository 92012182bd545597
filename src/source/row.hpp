#pragma once
#include "core/path.hpp"
#include "source/position.hpp"

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace muster::source {

/// What a row holds under a name: nothing; a text (CSV); or a value (JSON Lines), which is never null.
using cell = std::variant<std::monostate, std::string_view, boost::json::value const*>;

/// A text without the blanks around it, which people do not see in a spreadsheet; the one that does not break
/// a line among them.
std::string_view without_blanks(std::string_view text);

/// A row of a file, whatever its format. A view: it holds as long as what it was made of.
class row {
public:
    /// A row of CSV: as many cells as there are columns.
    row(position begins, position ends, std::string_view bytes, std::span<std::string const> columns,
        std::span<std::string_view const> cells)
        : begins_(begins),
          ends_(ends),
          bytes_(bytes),
          columns_(columns),
          cells_(cells) {}
    /// A row of JSON Lines.
    row(position begins, position ends, std::string_view bytes, boost::json::object const& object)
        : begins_(begins),
          ends_(ends),
          bytes_(bytes),
          object_(&object) {}

    [[nodiscard]] position begins() const { return begins_; }
    [[nodiscard]] position ends() const { return ends_; } ///< where the next row begins
    /// As it stands in the file, with its line end, if it has one.
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

    /// The cell of that column, or the value at that path of the object.
    [[nodiscard]] cell find(core::path const& name) const;
    /// All of it but remarks: a row of CSV as texts under the names of their columns, without those that have
    /// no name.
    [[nodiscard]] boost::json::object document(boost::json::storage_ptr memory = {}) const;

private:
    position begins_, ends_;
    std::string_view bytes_;
    std::span<std::string const> columns_;
    std::span<std::string_view const> cells_;
    boost::json::object const* object_ = nullptr;
};

} // namespace muster::source
