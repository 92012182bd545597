#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::sandbox::memberstack {

/// One member as it is kept: as the text that goes out, which is far smaller than a parsed document, and
/// ready.
struct entry {
    std::uint64_t position = 0; ///< its place in the list, and the cursor that points after it
    std::string id;
    std::string email;
    std::string listed; ///< the document as text, without its `json` field, as listings show it
    std::string json;   ///< the `json` field's text; empty if the member has none

    /// The whole document as text.
    [[nodiscard]] std::string whole() const;
};

/// All members, in the list's order and by id and e-mail address.
class roll {
public:
    roll() = default;
    roll(roll const&) = delete; // the indexes point into the entries
    roll& operator=(roll const&) = delete;

    /// Adds a member. `position`, the document's id and its e-mail address must be new.
    entry const& add(std::uint64_t position, boost::json::object document);
    /// The member with this id or e-mail address, or nullptr. Valid until the member is removed.
    [[nodiscard]] entry const* find(std::string_view id_or_email) const;
    /// Gives a member a new document. Its id must be the same; its e-mail address must not be another
    /// member's.
    void replace(entry const& member, boost::json::object document);
    void remove(entry const& member);

    /// Some members in the list's order, and whether the list goes on after them.
    struct stretch {
        std::vector<entry const*> members;
        bool more = false;
    };
    /// Up to `limit` members that come after position `after`, whether or not a member still stands there;
    /// `after` 0 = from the beginning.
    [[nodiscard]] stretch list(std::uint64_t after, std::size_t limit, bool newest_first) const;

    [[nodiscard]] std::size_t size() const { return members_.size(); }
    /// Where the newest member stands; 0 if there is none.
    [[nodiscard]] std::uint64_t last_position() const {
        return members_.empty() ? 0 : members_.rbegin()->first;
    }
    void clear();

private:
    std::map<std::uint64_t, entry> members_;
    std::unordered_map<std::string_view, entry const*> by_id_; // the keys are the entries' own strings
    std::unordered_map<std::string, entry const*>
        by_email_; // in small letters: addresses differ by more than case
};

/// A member's document, parsed.
boost::json::object document_of(entry const& member);

} // namespace muster::sandbox::memberstack
