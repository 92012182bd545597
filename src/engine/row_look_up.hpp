#pragma once
#include "async/stop.hpp"
#include "engine/caller.hpp"
#include "engine/row_match.hpp"

#include <string>
#include <vector>

namespace muster::engine {

/// Finds the members of rows by asking for them: as many in one request as the platform takes, and several
/// requests side by side.
class row_look_up final : public row_match {
public:
    /// All references must outlive it.
    row_look_up(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop);

    boost::asio::awaitable<bool> prepare() override;
    /// No more than go side by side, as a run that ends before they are changed has looked for them in vain.
    [[nodiscard]] std::size_t most() const override;
    /// Throws core::job_error where the key is refused, and where the platform answers nobody for longer than
    /// the spec's `retry.patience`.
    boost::asio::awaitable<bool> meet(row_batch& b) override;

private:
    using some_rows = std::vector<known_row*>;
    struct attempt; // what one request came to
    boost::asio::awaitable<void> take_turns(row_batch& b, std::vector<some_rows>& left, bool& going_on);
    boost::asio::awaitable<void> look_for(row_batch& b, some_rows rows);
    boost::asio::awaitable<attempt> ask(row_batch& b, some_rows const& rows);
    /// Those of whom no member was found.
    some_rows take_found(row_batch& b, some_rows const& rows,
                         std::vector<provider::found_member> const& found) const;
    [[nodiscard]] bool has_key(core::member const& found, known_row const& r) const;
    /// Notes of these that nobody has their keys; but for addresses with capitals, which are to be looked for
    /// in small letters once more, as platforms keep them so.
    some_rows settle_missing(row_batch& b, some_rows const& rows);
    static void refuse(row_batch& b, some_rows const& rows, std::string const& code,
                       std::string const& message);

    surroundings const& with_;
    spec::spec const& spec_;
    caller& caller_;
    async::stop& stop_;
    core::change const sought_; // by what the rows know them
};

} // namespace muster::engine
