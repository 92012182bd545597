#pragma once
#include "core/field_choice.hpp"
#include "engine/caller.hpp"
#include "engine/feed.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace muster::engine {

/// The provider's list from a cursor to its end, a page at a time, always by the cursor received. Throws
/// core::job_error for refused credentials, a page that stays unusable, a cursor that does not move or comes
/// back.
class list_feed final : public feed {
public:
    struct start {
        provider::cursor after; ///< empty = the beginning
        /// Wait out a platform that cannot be reached from the start; else the first contact must succeed.
        bool patient = false;
        /// A page that cannot be read is tried again, as long as the spec's `retry` says; else the first
        /// failure ends it, by a core::job_error(stopped).
        bool persistent = true;
        /// Called with each member as it is read; may be empty.
        std::function<void(core::member const&)> on_member;
        /// How many members there are, where that is known before; of a file of rows.
        std::optional<std::uint64_t> total{};
        /// Members are read, and not held against the spec: what sheets propose says nothing.
        bool only_read = false;
    };
    /// All references must outlive it.
    list_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
              start from);
    ~list_feed() override;

    boost::asio::awaitable<std::optional<sheet>> next() override;
    /// The next sheet is the one behind `after`, also if that was given already.
    void go_to(provider::cursor after);

private:
    struct attempt; // what one try at a page came to
    class arenas;   // the memory of pages, to be used again
    boost::asio::awaitable<attempt> fetch();
    attempt read(http::reply const& r);
    [[nodiscard]] bool moves(provider::page const& p) const;
    void advance(sheet const& s);
    void check_first_contact(http::fault const& f) const;
    [[noreturn]] void give_up(std::string const& why) const;

    surroundings const& with_;
    spec::spec const& spec_;
    caller& caller_;
    async::stop& stop_;
    std::optional<core::field_choice> kept_; // of the documents; nullopt = all
    provider::list_query query_;
    bool patient_;
    bool persistent_;
    bool only_read_;
    std::function<void(core::member const&)> on_member_;
    bool ended_ = false;
    unsigned barren_ = 0; // pages in a row without a member
    std::shared_ptr<arenas> arenas_;
    call_result came_of_it_; // of the page asked for last: here, so that its room is used again

    // One cursor of those passed, to tell a list that leads back to it (Brent): a later one takes its place
    // after twice as many pages as the one before it, so that any circle is met in the end.
    provider::cursor landmark_;
    std::uint64_t since_landmark_ = 0;
    std::uint64_t next_landmark_ = 1;
};

} // namespace muster::engine
