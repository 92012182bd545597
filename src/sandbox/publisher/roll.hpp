#pragma once
#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::sandbox::publisher {

/// One member as it is kept: as the text that goes out, which is far smaller than a parsed document.
struct entry {
    std::string id;
    std::string ref;
    std::string text;           ///< the document
    std::uint64_t position = 0; ///< grows along the list
};

/// All members, in the list's order, by id and by ref.
class roll {
public:
    /// Adds a member at the end. The document's id and ref must be new.
    entry const& add(boost::json::object const& document);
    /// nullptr if there is none. Valid until the member is removed.
    [[nodiscard]] entry const* by_id(std::string_view id) const;
    [[nodiscard]] entry const* by_ref(std::string_view ref) const;
    /// Gives a member a new document, of the same id and ref.
    void replace(entry const& member, boost::json::object const& document);
    /// Takes out these members, each named once.
    void remove(std::vector<entry const*> const& members);
    /// Up to `limit` members behind the first `offset`.
    [[nodiscard]] std::vector<entry const*> list(std::uint64_t offset, std::uint64_t limit) const;
    [[nodiscard]] std::size_t size() const { return order_.size(); }

private:
    std::vector<std::unique_ptr<entry>> order_;
    std::unordered_map<std::string_view, entry*> by_id_; // the keys are the entries' own strings
    std::unordered_map<std::string_view, entry*> by_ref_;
    std::uint64_t added_ = 0;
};

/// A member's document, parsed.
boost::json::object document_of(entry const& member);

} // namespace muster::sandbox::publisher
