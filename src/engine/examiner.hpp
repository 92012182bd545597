#pragma once
#include "async/stop.hpp"
#include "engine/caller.hpp"
#include "engine/surroundings.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"
#include "spec/spec.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// Looks at members again that were changed: whether each is as its change left it. Of many, it looks at
/// some, taken by chance. One thread.
class examiner {
public:
    /// All references must outlive it.
    examiner(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop)
        : with_(with),
          spec_(spec),
          caller_(platform_calls),
          stop_(stop) {}

    struct finding {
        std::size_t looked_at = 0;  ///< of whom it could be told
        std::size_t not_so = 0;     ///< of these
        std::size_t unanswered = 0; ///< whom the platform did not show
        std::string example;        ///< the id of one that is not; printable
    };

    /// Notes the changes that earlier runs of the job made since the last step of its rollout that is behind.
    /// What of the journal cannot be read is left to whoever checks it. Throws files::io_error.
    void recall(journal::directory const& where);
    /// A member's change was made. Those that no look can tell of are passed over.
    void note(journal::intent const& made);
    /// Those that were noted are not to be looked at.
    void forget();
    /// Looks at those that were noted since the last time. Ends early if the job stops, or if the platform
    /// does not answer: then those who are left are `unanswered`.
    boost::asio::awaitable<finding> look();

private:
    using some_changed = std::vector<provider::assignment>;
    /// Gives those who were not found; nullopt if the platform did not answer.
    boost::asio::awaitable<std::optional<some_changed>> look_at(some_changed const& some, finding& all);
    [[nodiscard]] some_changed count_found(some_changed const& some,
                                           std::vector<provider::found_member> const& found,
                                           finding& all) const;
    static void count(provider::assignment const& changed, provider::effect is, finding& all);

    surroundings const& with_;
    spec::spec const& spec_;
    caller& caller_;
    async::stop& stop_;
    std::vector<provider::assignment> sample_;
    std::uint64_t noted_ = 0;
};

} // namespace muster::engine
