#include "launch/forecast.hpp"

#include "spec/read.hpp"

#include <exception>

namespace muster::launch {

std::optional<engine::forecast> forecast_of(files::storage& storage, journal::directory const& where,
                                            journal::state const& so_far, core::wall_time now) {
    if (!so_far.ending() || !so_far.ending()->left) return std::nullopt; // so that its spec need not be read
    try {
        auto const read = spec::read(files::read_file(storage, where.spec()).value_or(""), {});
        if (!read.value) return std::nullopt;
        return engine::forecast_after(so_far, read.value->windows, read.value->pace, now);
    } catch (std::exception const&) { // a resume says what is wrong with it
        return std::nullopt;
    }
}

} // namespace muster::launch
