#pragma once
#include "engine/list_feed.hpp"
#include "engine/snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace muster::engine {

/// Walks the provider's list whole into a file (engine/snapshot.hpp), page by page, each durable before the
/// next is asked for. Where pages shift under deletes, as they go by numbers or offsets, each is held against
/// the one before it, which is read a second time: if that ends with another member now, somebody deleted or
/// inserted one meanwhile, and the walk steps back until its pages join.
class list_walk {
public:
    /// How many members the list held, and how many of them were kept.
    struct extent {
        std::uint64_t members = 0, kept = 0;
    };
    /// Which members are kept, and why the whole list is read at all: a sentence for people.
    struct purpose {
        std::function<bool(core::member const&)> keeps;
        std::string why;
    };
    /// References must outlive it.
    list_walk(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
              std::filesystem::path file, purpose what_for);

    /// Goes on from where an earlier run came to, to the end of the list. nullopt: the run is stopping.
    /// Throws core::job_error where the list cannot be read, or the file not be written.
    boost::asio::awaitable<std::optional<extent>> go_on();

private:
    struct reading; // of a page of the list
    boost::asio::awaitable<std::optional<reading>> read(provider::cursor at);
    boost::asio::awaitable<std::optional<reading>> joined(reading page);
    void refuse_repetition(snapshot::page const& p) const;
    boost::asio::awaitable<void> write(std::string bytes);
    void note(core::member const& m);

    surroundings const& with_;
    spec::spec const& spec_;
    std::filesystem::path file_;
    purpose what_for_;
    list_feed list_;
    std::vector<snapshot::page> pages_;
    std::unique_ptr<files::append_file> out_;
    unsigned steps_back_ = 0;

    // Of the page that is being read.
    std::string noted_; // lines
    std::uint64_t members_ = 0, kept_ = 0;
    std::string last_;
    std::unordered_set<std::string> met_; // ids
};

} // namespace muster::engine
