#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::sandbox::memberpulse {

/// What the platform keeps, each with calls of its own.
enum class resource : std::uint8_t { members, events, courses };
inline constexpr resource all_resources[] = {resource::members, resource::events, resource::courses};

/// Its word in a path: `members`.
std::string_view word_of(resource r);
/// The type of one record: `Member`.
std::string_view type_of(resource r);

/// With what a sandbox begins: the same figures always give the same records.
struct population {
    std::uint64_t members = 1000;
    std::uint64_t seed = 1;
    bool numeric_ids = false; ///< ids are JSON numbers; else UUIDs

    /// How many of a resource there are: for five members one event, for ten one course, rounded up.
    [[nodiscard]] std::uint64_t size(resource r) const;
};

/// The id of record number `index` (from 0) as it stands in a path. No two records share one, of whatever
/// resource.
std::string record_id(population const& of, resource r, std::uint64_t index);

/// The whole document of record number `index`. About one member in ten has odd data (src/sandbox/README.md
/// lists it).
boost::json::object make_record(population const& of, resource r, std::uint64_t index);

/// An id as it stands in a document: text, or a number.
boost::json::value id_value(population const& of, std::string_view id);

} // namespace muster::sandbox::memberpulse
