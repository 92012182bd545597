#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::sandbox::memberstack_tables {

/// One record as it is kept: as the text that goes out, which is far smaller than a parsed document.
struct entry {
    std::uint64_t order = 0; ///< its place in the list, and the cursor that points behind it
    std::string id;
    std::string unique; ///< the value of the table's unique field
    std::string text;   ///< the document
};

/// The records of the table, in the list's order and by id and unique field.
class shelf {
public:
    shelf() = default;
    shelf(shelf const&) = delete; // the indexes point into the entries
    shelf& operator=(shelf const&) = delete;

    /// Adds a record. `order`, the document's id and its unique field must be new.
    entry const& add(std::uint64_t order, boost::json::object const& document);
    /// The record with this id, or nullptr. Valid until it is removed.
    [[nodiscard]] entry const* find(std::string_view id) const;
    [[nodiscard]] entry const* find_by_unique(std::string_view value) const;
    /// Gives a record a new document, with the same id.
    void replace(entry const& record, boost::json::object const& document);
    void remove(entry const& record);

    /// All records, in the list's order.
    [[nodiscard]] std::map<std::uint64_t, entry> const& all() const { return in_order_; }

private:
    std::map<std::uint64_t, entry> in_order_;
    std::unordered_map<std::string_view, entry const*> by_id_; // the keys are the entries' own strings
    std::unordered_map<std::string_view, entry const*> by_unique_;
};

/// A record's document, parsed.
boost::json::object document_of(entry const& record);

} // namespace muster::sandbox::memberstack_tables
