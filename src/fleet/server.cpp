#include "fleet/server.hpp"

#include "fleet/schema.hpp"

#include <algorithm>
#include <thread>

namespace muster::fleet {

using std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds first_wait{20};
constexpr std::chrono::milliseconds longest_wait{500};

} // namespace

server::server(database::postgres_address const& at)
    : at_(at),
      on_(std::make_unique<database::postgres_connection>(at)) {
    expect_store(*on_);
}

database::postgres_connection& server::connected() {
    if (!on_) on_ = std::make_unique<database::postgres_connection>(at_);
    return *on_;
}

bool server::wait_after(core::obstacle const& trouble, steady_clock::time_point since,
                        std::function<bool(steady_clock::duration)> const& patience) {
    auto const so_far = steady_clock::now() - since;
    if (trouble.what_kind() != core::obstacle::kind::passing || !patience(so_far)) return false;
    std::this_thread::sleep_for(std::clamp<steady_clock::duration>(so_far, first_wait, longest_wait));
    return true;
}

} // namespace muster::fleet
