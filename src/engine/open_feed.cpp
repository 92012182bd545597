#include "engine/open_feed.hpp"

#include "engine/cheaper_match.hpp"
#include "engine/record_feed.hpp"
#include "engine/row_feed.hpp"
#include "engine/snapshot_feed.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

std::unique_ptr<row_match> match_of(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                                    async::stop& stop, list_feed::start const& from, feed_choices choices) {
    cheaper_match::start at;
    at.rows = from.total;
    if (at.rows && choices.limit) at.rows = std::min(*at.rows, *choices.limit);
    at.begun = !from.after.empty();
    at.persistent = from.persistent;
    at.kept = std::move(choices.kept);
    at.on_match = std::move(choices.on_match);
    return std::make_unique<cheaper_match>(with, spec, platform_calls, stop, std::move(at));
}

} // namespace

std::unique_ptr<feed> open_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                                async::stop& stop, list_feed::start from, feed_choices choices) {
    if (spec.rows) {
        std::unique_ptr<row_match> match;
        if (spec.meets_members())
            match = match_of(with, spec, platform_calls, stop, from, std::move(choices));
        return std::make_unique<row_feed>(with.storage, with.blocking, spec, stop, from.after, from.total,
                                          std::move(from.on_member), std::move(match));
    }
    if (spec.records)
        return std::make_unique<record_feed>(spec, stop, std::move(from.after), std::move(from.on_member));
    bool const whole_first = spec.platform->about().can.list_shifts || spec.max_share;
    if (whole_first && choices.kept)
        return std::make_unique<snapshot_feed>(with, spec, platform_calls, stop, choices.kept->members,
                                               from.after);
    return std::make_unique<list_feed>(with, spec, platform_calls, stop, std::move(from));
}

} // namespace muster::engine
