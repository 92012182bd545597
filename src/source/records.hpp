#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::source {

/// One record that a spec lists: a member that is to be made, in the platform's own shape.
struct record {
    std::string reference; ///< what it is known by (core::vocabulary::reference); no other record has it
    boost::json::object document;
};

/// The records that a spec lists, in its order.
class records {
public:
    records() = default;
    /// Their references must differ.
    explicit records(std::vector<record> all);

    [[nodiscard]] std::size_t size() const { return all_.size(); }
    [[nodiscard]] record const& at(std::size_t i) const { return all_.at(i); }
    /// The one of that reference, or nullptr.
    [[nodiscard]] record const* find(std::string_view reference) const;

private:
    std::vector<record> all_;
    std::map<std::string, std::size_t, std::less<>> by_reference_;
};

/// Reads a list of objects, each of which holds a text, or a whole number, at the path `reference`, and no
/// two the same; mistakes are noted at the record.
records read_records(core::node const& n, std::string const& reference);

/// A JSON Schema (2020-12) of such a list.
boost::json::object records_schema();

} // namespace muster::source
