#pragma once
#include "engine/list_feed.hpp"
#include "engine/match_cost.hpp"
#include "engine/walk_files.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace muster::engine {

/// What a feed needs beside where it begins.
struct feed_choices {
    /// Where a list can be kept that is walked whole; nullopt: it is read as it goes, as nothing is changed,
    /// and members of rows are looked up.
    std::optional<walk_files> kept;
    std::optional<std::uint64_t> limit; ///< no more than so many members are begun
    /// Told how rows meet their members, once that is settled; may be empty.
    std::function<void(match_cost const&)> on_match;
};

/// The source that a spec names. All references must outlive it. Throws core::job_error(internal) if `from`
/// is no cursor of it.
std::unique_ptr<feed> open_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                                async::stop& stop, list_feed::start from, feed_choices choices);

} // namespace muster::engine
