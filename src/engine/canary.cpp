#include "engine/canary.hpp"

namespace muster::engine {

canary::canary(std::optional<std::uint64_t> members, recorder& journal, outcomes& results,
               async::stop& stopping)
    : journal_(journal),
      outcomes_(results),
      stopping_(stopping),
      members_(members),
      begun_(journal.state().totals().settled() + journal.state().pending().size()) {
    if (begun_ > members_.value_or(begun_)) members_.reset(); // an earlier run went on past it
}

std::uint64_t canary::room() const {
    return members_ ? *members_ - begun_ : std::numeric_limits<std::uint64_t>::max();
}

boost::asio::awaitable<void> canary::judged() {
    auto const& so_far = journal_.state();
    while (so_far.totals().settled() < begun_ && !stopping_.requested()) co_await journal_.progress();
    if (stopping_.requested()) co_return;
    auto const well = so_far.totals().of(core::outcome::done) + so_far.totals().of(core::outcome::already);
    members_.reset();
    if (well == begun_) co_return;
    failed_ = true;
    outcomes_.stop("of the first " + std::to_string(begun_) + " members, the canary, "
                   + std::to_string(begun_ - well)
                   + " came out neither done nor already; nobody else was changed");
}

} // namespace muster::engine
