#pragma once
#include "engine/list_feed.hpp"
#include "engine/snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muster::engine {

/// Walks the provider's list whole into a file (engine/snapshot.hpp), page by page, each durable before the
/// next is asked for. Where pages shift, as they go by numbers or offsets, the page before each is read a
/// second time. If it does not end where it ended, somebody was inserted or deleted meanwhile: whoever stands
/// behind the last member met, on the one or the other, is met next, once it is certain that nobody stands
/// between the two pages; where neither shows that member, the walk steps back a page.
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
    struct noted { // a member of a page
        std::string id;
        std::string line; // of the file; empty for one who is not kept
    };
    struct reading; // of a page of the list
    boost::asio::awaitable<std::optional<reading>> read(provider::cursor at);
    boost::asio::awaitable<std::optional<reading>> joined(reading page);
    boost::asio::awaitable<void> write(std::string bytes);
    void note(core::member const& m);
    [[nodiscard]] bool may_go_back() const;
    void add(snapshot::page page);

    surroundings const& with_;
    spec::spec const& spec_;
    std::filesystem::path file_;
    purpose what_for_;
    list_feed list_;
    extent passed_;                     // of pages that are not needed any more
    std::vector<snapshot::page> pages_; // the others, the last of all among them
    std::unique_ptr<files::append_file> out_;
    unsigned read_again_ = 0;

    std::vector<noted> noted_; // of the page that is being read
};

} // namespace muster::engine
