#include "engine/canary.hpp"

#include <limits>

namespace muster::engine {

canary::canary(std::optional<std::uint64_t> members, engine::recorder& recorder, stopping& stop)
    : recorder_(recorder),
      stop_(stop),
      members_(members),
      begun_(recorder.state().totals().settled() + recorder.state().pending().size()) {
    if (begun_ > members_.value_or(begun_)) members_.reset(); // an earlier run went on past it
}

std::uint64_t canary::room() const {
    return members_ ? *members_ - begun_ : std::numeric_limits<std::uint64_t>::max();
}

boost::asio::awaitable<void> canary::judged() {
    auto const& so_far = recorder_.state();
    while (so_far.totals().settled() < begun_ && !stop_.requested()) co_await recorder_.changed();
    if (stop_.requested()) co_return;
    auto const well = so_far.totals().of(core::outcome::done) + so_far.totals().of(core::outcome::already);
    members_.reset();
    if (well == begun_) co_return;
    stop_.ask(
        {stop_reason::kind::canary, "of the first " + std::to_string(begun_) + " members, the canary, "
                                        + std::to_string(begun_ - well)
                                        + " came out neither done nor already; nobody else was changed"});
}

} // namespace muster::engine
