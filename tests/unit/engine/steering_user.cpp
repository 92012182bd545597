#include "steering_user.hpp"

#include <array>
#include <limits>

namespace muster::simulated {

void steering_user::steer() {
    auto& d = dice_;
    for (auto acts = d.below(4); acts > 0; --acts) {
        auto const when = d.up_to(20'000);
        switch (d.below(5)) {
        case 0: world_.steer_at(when, journal::act::go_on); break;
        case 1: world_.steer_at(when, journal::act::stop); break;
        case 2: {
            constexpr std::array<double, 3> rates{0.5, 5, 40};
            auto const which = d.below(4);
            auto const rate = which < 3 ? std::optional(rates.at(which)) : std::nullopt;
            world_.steer_at(when, journal::act::rate, rate);
            break;
        }
        default: pause(when);
        }
    }
    if (d.chance(0.3)) {
        auto const when = d.up_to(20'000);
        auto const how_long = d.up_to(7'200'000);
        world_.suspend_at(when, how_long, d.chance(0.5));
    }
}

void steering_user::pause(core::duration when) {
    auto& d = dice_;
    world_.steer_at(when, journal::act::pause);
    auto const later = when + d.up_to(600'000);
    switch (d.below(4)) {
    case 0: world_.kill_at(later); break;
    case 1: world_.steer_at(later, journal::act::stop); break;
    default: world_.steer_at(later, journal::act::go_on);
    }
}

void steering_user::mark(bool after_error) {
    world_.disk.fill_up_after(std::numeric_limits<std::uint64_t>::max());
    if (world_.steered.paused()) {
        if (dice_.chance(0.7)) world_.leave_mark(journal::act::go_on);
    } else if (!after_error && dice_.chance(0.1)) {
        world_.leave_mark(journal::act::pause);
    }
}

} // namespace muster::simulated
