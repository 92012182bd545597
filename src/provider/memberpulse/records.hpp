#pragma once
#include "core/member.hpp"

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::provider::memberpulse {

/// A list as a reply holds it.
struct record_list {
    boost::json::array const* records = nullptr;
    std::optional<std::uint64_t> total; ///< of the whole list, where the platform says
};

/// The list in a reply's body, in whichever of the four shapes: a bare array, `{"member": [...]}`,
/// `{"hydra:member": [...]}` or `{"data": [...]}`, with `totalItems` or `hydra:totalItems` beside it. The
/// reference document shows none; these are the conventions of API Platform, and the commonest other one.
std::optional<record_list> find_list(boost::json::value const& body);

/// The one record in a reply's body: the body itself, or what stands under `data`.
boost::json::value const* find_record(boost::json::value const& body);

/// A record as a member. An id that is a number becomes text, which lives in the arena. nullopt if it is no
/// object or has no id.
std::optional<core::member> read_record(boost::json::value const& v, boost::json::monotonic_resource& arena);

} // namespace muster::provider::memberpulse
