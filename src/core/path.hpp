#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

/// A dotted path into a member's document: `customFields.country`. A key that holds dots itself is found too:
/// at each step the longest run of segments that names a key wins.
class path {
public:
    explicit path(std::string_view dotted);
    /// The value at this path in `document`, or nullptr if there is none. Steps through objects only.
    [[nodiscard]] boost::json::value const* find(boost::json::object const& document) const;
    [[nodiscard]] std::string const& text() const { return text_; }
    /// The first segment: the top-level field that the path begins in.
    [[nodiscard]] std::string_view head() const;

private:
    std::string text_;
    std::vector<std::size_t> dots_; // positions of the dots in text_
};

} // namespace muster::core
