#include "engine/match_cost.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

using way = source::rows_settings::way;

std::uint64_t requests_for(std::uint64_t members, std::uint64_t at_once) {
    return (members + at_once - 1) / at_once;
}

} // namespace

bool can_look_up(spec::spec const& spec) {
    return spec.rows->by == "id" || spec.platform->about().can.looked_up_by_reference > 0;
}

match_cost cost_of_match(spec::spec const& spec, std::optional<std::uint64_t> rows,
                         std::optional<std::uint64_t> listed, std::optional<std::uint64_t> page) {
    auto const& about = spec.platform->about();
    match_cost c;
    if (rows && can_look_up(spec))
        c.look_ups = requests_for(
            *rows, provider::members_per_look(about, provider::sought_by(spec.rows->by != "id")));
    if (listed) {
        auto const pages =
            std::max<std::uint64_t>(1, requests_for(*listed, page.value_or(spec.pace.page_size)));
        // Each page but the first is held against the one before it, which is read again.
        c.walk = about.can.list_shifts ? 2 * pages - 1 : pages;
    }
    bool const cheaper = c.walk && c.look_ups && *c.walk < *c.look_ups;
    c.walks =
        !can_look_up(spec) || spec.rows->match == way::walk || (spec.rows->match == way::cheaper && cheaper);
    return c;
}

std::string in_words(match_cost const& c) {
    auto const number = [](std::optional<std::uint64_t> const& n) {
        return n ? std::to_string(*n) : std::string();
    };
    if (c.walks)
        return "by reading the whole list" + (c.walk ? ": about " + number(c.walk) + " requests" : "")
               + (c.look_ups ? " (looking each up takes " + number(c.look_ups) + ")"
                             : " (the platform looks nobody up by that)");
    return "by looking each up" + (c.look_ups ? ": " + number(c.look_ups) + " requests" : "")
           + (c.walk ? " (reading the whole list takes about " + number(c.walk) + ")" : "");
}

} // namespace muster::engine
