#pragma once
#include "async/stop.hpp"
#include "engine/caller.hpp"
#include "engine/match_cost.hpp"
#include "engine/row_match.hpp"
#include "engine/walk_files.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace muster::engine {

/// Meets rows in the way that the spec says, or that takes fewer requests: that is settled once a job, at its
/// beginning, by how many rows there are and how long the list says it is. One that has been walked is walked
/// on; one whose rows are being looked up goes on so.
class cheaper_match final : public row_match {
public:
    struct start {
        std::optional<std::uint64_t> rows; ///< how many are to be met at most, where that is known
        bool begun = false;                ///< an earlier run met some
        bool persistent = true;            ///< list_feed::start
        /// Where the list can be kept; nullopt: the rows are looked up, whatever it costs.
        std::optional<walk_files> kept{};
        /// Told which way is taken and why, at a beginning; may be empty.
        std::function<void(match_cost const&)> on_match{};
    };
    /// References must outlive it.
    cheaper_match(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
                  start from);

    /// Throws core::job_error(stopped) where the members can only be found by a walk, and nothing can be
    /// kept.
    boost::asio::awaitable<bool> prepare() override;
    [[nodiscard]] std::size_t most() const override;
    boost::asio::awaitable<bool> meet(row_batch& b) override;

private:
    boost::asio::awaitable<bool> choose();
    boost::asio::awaitable<void> count_rows();
    /// How many members the list has, if it says, and its first page, if that is not the last. nullopt: the
    /// job is stopping.
    struct length {
        std::optional<std::uint64_t> members, page;
    };
    boost::asio::awaitable<std::optional<length>> ask_length();
    [[nodiscard]] bool length_matters() const;
    void walk(std::string why);
    void look_up();

    surroundings const& with_;
    spec::spec const& spec_;
    caller& caller_;
    async::stop& stop_;
    start from_;
    std::unique_ptr<row_match> chosen_;
};

} // namespace muster::engine
