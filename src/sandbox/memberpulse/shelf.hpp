#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::sandbox::memberpulse {

/// One record as it is kept: as the text that goes out, which is far smaller than a parsed document.
struct entry {
    std::uint64_t position = 0; ///< its place in the list's order; new ones come last
    std::string id;             ///< as it stands in a path
    std::string email;          ///< empty where it has none
    std::string text;           ///< the document
};

/// The records of one resource, in the list's order and by id and e-mail address.
class shelf {
public:
    shelf() = default;
    shelf(shelf const&) = delete; // the indexes point into the entries
    shelf& operator=(shelf const&) = delete;

    /// Adds a record at the end. Its id must be new.
    entry const& add(std::string id, boost::json::object const& document);
    /// The record with this id, or nullptr. Valid until it is removed.
    [[nodiscard]] entry const* find(std::string_view id) const;
    [[nodiscard]] entry const* find_by_email(std::string_view email) const;
    /// Gives a record a new document, with the same id.
    void replace(entry const& record, boost::json::object const& document);
    void remove(entry const& record);
    /// All records, in the list's order.
    [[nodiscard]] std::vector<std::unique_ptr<entry>> const& all() const { return in_order_; }

private:
    using index = std::unordered_map<std::string_view, entry*>;
    void write(entry& record, boost::json::object const& document);

    std::vector<std::unique_ptr<entry>> in_order_;
    index by_id_; // the keys are the entries' own strings
    index by_email_;
    std::uint64_t last_ = 0;
};

/// A record's document, parsed.
boost::json::object document_of(entry const& record);

} // namespace muster::sandbox::memberpulse
