#pragma once
#include "engine/caller.hpp"
#include "spec/spec.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace muster::engine {

/// A page with the memory that its members live in.
struct walked_page {
    struct arena;
    walked_page();
    ~walked_page();
    walked_page(walked_page&&) noexcept;
    walked_page& operator=(walked_page&&) noexcept;

    provider::cursor from; ///< the cursor it was asked for with
    provider::page content;
    std::unique_ptr<arena> memory;
};

/// Walks the member list from a cursor to its end, one page at a time, always by the cursor received. Waits
/// out what passes; throws core::job_error for what does not: refused credentials, a page that stays
/// unusable, a cursor that does not move or comes back.
class page_walk {
public:
    /// All references must outlive it. `patient` = wait out a platform that cannot be reached from the start;
    /// else the first contact must succeed.
    page_walk(caller& platform_calls, spec::spec const& spec, async::timekeeper& time, async::stop& stopping,
              observer& watcher, std::function<double()> uniform01, provider::cursor start, bool patient);

    ~page_walk();
    page_walk(page_walk const&) = delete;
    page_walk& operator=(page_walk const&) = delete;

    /// The next page; nullopt behind the last one, and when the job is stopping.
    boost::asio::awaitable<std::optional<walked_page>> next();
    /// Gives a page's memory back for the next one.
    void recycle(walked_page page);
    /// The request for the shortest possible page: to ask whether the platform is there.
    [[nodiscard]] http::request probe() const;

private:
    struct attempt; // what one try at a page came to
    boost::asio::awaitable<attempt> fetch();
    attempt read(http::answer const& a, std::unique_ptr<walked_page::arena> memory);
    [[nodiscard]] bool moves(provider::page const& p) const;
    void check_first_contact(http::fault const& f, unsigned failures) const;
    [[noreturn]] void give_up(std::string const& why) const;
    std::unique_ptr<walked_page::arena> take_arena();

    caller& caller_;
    spec::spec const& spec_;
    async::timekeeper& time_;
    async::stop& stopping_;
    observer& watcher_;
    std::function<double()> uniform01_;
    provider::list_query query_;
    bool patient_;
    bool ended_ = false;
    unsigned barren_ = 0;                     // pages in a row without a member
    std::unordered_set<std::size_t> visited_; // hashes of the cursors asked for so far
    std::vector<std::unique_ptr<walked_page::arena>> spare_;
};

} // namespace muster::engine
