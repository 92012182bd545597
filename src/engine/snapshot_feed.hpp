#pragma once
#include "engine/list_feed.hpp"
#include "engine/snapshot.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace muster::engine {

/// A list whose pages shift under deletes, as they go by numbers or offsets, or of which no more than a part
/// may match (spec::max_share): it is walked whole into the job's snapshot first, page by page, each durable
/// before the next is asked for, and then given from there; a cursor is a byte of the snapshot. Where pages
/// shift, each is held against the one before it, which is read a second time: if that ends with another
/// member now, somebody deleted or inserted one meanwhile, and the walk steps back until its pages join.
class snapshot_feed final : public feed {
public:
    /// `after` = a cursor of this feed; empty = the beginning. References must outlive it. Throws
    /// core::job_error(internal) if it is none.
    snapshot_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
                  std::filesystem::path file, list_feed::start from);

    /// Throws core::job_error(usage) where too many of them match.
    boost::asio::awaitable<std::optional<sheet>> next() override;

private:
    struct reading; // of a page of the list
    boost::asio::awaitable<bool> walk();
    void tell_why() const;
    void refuse_share(std::vector<snapshot::page> const& pages);
    boost::asio::awaitable<std::optional<reading>> read(provider::cursor at);
    boost::asio::awaitable<std::optional<reading>> joined(reading page);
    void refuse_repetition(snapshot::page const& p) const;
    boost::asio::awaitable<void> keep(std::string bytes);
    void note(core::member const& m);

    surroundings const& with_;
    spec::spec const& spec_;
    async::stop& stop_;
    std::filesystem::path file_;
    std::uint64_t at_ = 0; // of the snapshot: what is given next begins there
    bool ended_ = false;
    bool walked_;

    // While it is walked.
    std::string noted_; // lines of the page that is being read
    std::uint64_t members_ = 0, matched_ = 0;
    std::string last_;
    std::unordered_set<std::string> met_; // ids on that page
    std::vector<snapshot::page> pages_;
    std::unique_ptr<files::append_file> out_;
    unsigned steps_back_ = 0;
    list_feed list_;
};

} // namespace muster::engine
