#include "engine/open_feed.hpp"

#include "engine/record_feed.hpp"
#include "engine/row_feed.hpp"
#include "engine/snapshot_feed.hpp"

namespace muster::engine {

std::unique_ptr<feed> open_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                                async::stop& stop, std::filesystem::path const& snapshot,
                                list_feed::start from) {
    if (spec.rows) {
        std::unique_ptr<row_match> match;
        if (!spec.makes_members) match = std::make_unique<row_match>(with, spec, platform_calls, stop);
        return std::make_unique<row_feed>(with.storage, with.blocking, spec, stop, from.after, from.total,
                                          std::move(from.on_member), std::move(match));
    }
    if (spec.records)
        return std::make_unique<record_feed>(spec, stop, std::move(from.after), std::move(from.on_member));
    bool const whole_first = spec.platform->about().can.list_shifts || spec.max_share;
    if (whole_first && !snapshot.empty())
        return std::make_unique<snapshot_feed>(with, spec, platform_calls, stop, snapshot, from.after);
    return std::make_unique<list_feed>(with, spec, platform_calls, stop, std::move(from));
}

} // namespace muster::engine
