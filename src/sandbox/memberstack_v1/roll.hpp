#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::sandbox::memberstack_v1 {

/// One member as it is kept: as text, which is far smaller than parsed documents, and ready to go out.
struct entry {
    std::string id;
    std::string email;
    std::string shown;  ///< the document of replies, as text
    std::string hidden; ///< what no reply shows, as the text of an object

    /// All of it as text.
    [[nodiscard]] std::string whole() const;
};

/// All members in the order in which they came, and by id and e-mail address. Who is behind a member that is
/// removed moves up by one.
class roll {
public:
    roll() = default;
    roll(roll const&) = delete; // the indexes point into the entries
    roll& operator=(roll const&) = delete;

    /// Adds a member at the end. The document's id (`id` or `_id`) and its e-mail address must be new.
    entry const& add(boost::json::object const& shown, boost::json::object const& hidden);
    /// The member with this id or e-mail address, or nullptr. Valid until the member is removed.
    [[nodiscard]] entry const* find(std::string_view id) const;
    [[nodiscard]] entry const* find_email(std::string_view email) const;
    /// Gives a member new documents. The id must be the same; the e-mail address must not be another
    /// member's.
    void replace(entry const& member, boost::json::object const& shown, boost::json::object const& hidden);
    void remove(entry const& member);

    /// Up to `limit` members, in order, behind the first `skipped`.
    [[nodiscard]] std::vector<entry const*> list(std::uint64_t skipped, std::size_t limit) const;
    [[nodiscard]] std::size_t size() const { return places_by_id_.size(); }

private:
    // Who is removed leaves an empty entry behind, so that places last; counted by blocks, so that a page far
    // down the list is found without a look at all before it.
    static constexpr std::size_t block = 1024;
    [[nodiscard]] std::size_t place_of(entry const& member) const { return places_by_id_.at(member.id); }
    [[nodiscard]] bool is_there(std::size_t place) const { return !entries_[place].id.empty(); }

    std::deque<entry> entries_;
    std::vector<std::size_t> in_block_;                              // members in each block of entries
    std::unordered_map<std::string_view, std::size_t> places_by_id_; // the keys are the entries' own strings
    std::unordered_map<std::string, std::size_t>
        places_by_email_; // in small letters, as addresses are compared
};

} // namespace muster::sandbox::memberstack_v1
