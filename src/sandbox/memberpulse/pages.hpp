#pragma once
#include "sandbox/faults.hpp"
#include "sandbox/memberpulse/routes.hpp"
#include "sandbox/memberpulse/shelf.hpp"
#include "sandbox/message.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sandbox::memberpulse {

/// How lists, and with `data` single records too, are wrapped: which one the platform has is not documented.
enum class shape : std::uint8_t { array, hydra, member, data };

/// The shape of that word; `array` for any other.
shape shape_of(std::string_view word);

/// What the documents of the platform leave open.
struct custom {
    shape lists = shape::array;
    std::size_t cap = 100; ///< the most records of a page, whatever `itemsPerPage` asks for
};

/// A record's document as it goes out.
std::string shown(entry const& record, resource of, custom const& c);

/// Answers the list call: `page` (from 1), `itemsPerPage` (default 25), and the filters `email`, `status`,
/// `createdAt[after]` and `createdAt[before]` (both inclusive); other parameters are passed over. `spoiled`:
/// the page fault that this reply is to show, or nullptr.
reply list_records(shelf const& all, route const& r, custom const& c, fault const* spoiled);

/// Answers the list call of what has no filters, as the webhooks: each document as JSON, in the list's order.
reply list_texts(std::vector<std::string> const& all, route const& r, custom const& c);

} // namespace muster::sandbox::memberpulse
