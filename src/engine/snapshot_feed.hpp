#pragma once
#include "engine/list_walk.hpp"

#include <filesystem>
#include <string>

namespace muster::engine {

/// A list whose pages shift under deletes, as they go by numbers or offsets, or of which no more than a part
/// may match (spec::max_share): it is walked whole into the job's snapshot first, and then given from there;
/// a cursor is a byte of the snapshot.
class snapshot_feed final : public feed {
public:
    /// `after` = a cursor of this feed; empty = the beginning. References must outlive it. Throws
    /// core::job_error(internal) if it is none.
    snapshot_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
                  std::filesystem::path file, std::string const& after);

    /// Throws core::job_error(usage) where too many of them match.
    boost::asio::awaitable<std::optional<sheet>> next() override;

private:
    void refuse_share(list_walk::extent const& found);

    surroundings const& with_;
    spec::spec const& spec_;
    async::stop& stop_;
    std::filesystem::path file_;
    std::uint64_t at_; // of the snapshot: what is given next begins there
    bool ended_ = false;
    bool walked_;
    list_walk walk_;
};

} // namespace muster::engine
