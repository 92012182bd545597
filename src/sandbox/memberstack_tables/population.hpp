#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace muster::sandbox::memberstack_tables {

/// With which records the table begins: the same size and seed always give the same ones.
struct population {
    std::uint64_t size = 1000;
    std::uint64_t seed = 1;
};

/// The id of record number `index` (from 0): `rec_sb_` and letters and digits.
std::string record_id(std::uint64_t seed, std::uint64_t index);

/// Its place in the list, the platform's `internalOrder`. Grows with the index, with gaps.
std::uint64_t internal_order(std::uint64_t seed, std::uint64_t index);

/// The document of record number `index` (below `of.size`), as queries show it. Three in ten are not in
/// stock; about one in ten is odd (src/sandbox/README.md lists how).
boost::json::object make_record(population const& of, std::uint64_t index);

} // namespace muster::sandbox::memberstack_tables
