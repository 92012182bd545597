#include "launch/opening.hpp"

#include "core/digest.hpp"
#include "launch/host_name.hpp"
#include "launch/mark.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <unistd.h>

namespace muster::launch {

namespace {

std::uint64_t changed(journal::state const& so_far) {
    auto const& t = so_far.totals();
    return t.settled() - t.of(core::outcome::already) + so_far.pending().size();
}

} // namespace

journal::run_started opening_of(journal::state const& so_far, std::string const& key, core::wall_time now) {
    journal::run_started opening{so_far.runs() + 1, ::getpid(), host_name(), core::to_iso8601(now)};
    auto print = core::fingerprint(key);
    if (so_far.job() && so_far.job()->key != print) opening.key = std::move(print);
    opening.who = told_actor();
    return opening;
}

std::optional<std::uint64_t> limit_of_run(std::optional<std::uint64_t> of_run,
                                          std::optional<std::uint64_t> of_job, journal::state const& so_far) {
    if (of_run || !of_job) return of_run;
    return *of_job - std::min(*of_job, changed(so_far));
}

bool limit_of_spec_reached(files::storage& storage, journal::directory const& where,
                           journal::state const& so_far) {
    try {
        auto const text = files::read_file(storage, where.spec()).value_or("");
        auto const spec = boost::json::parse(text);
        auto const* const limit = spec.is_object() ? spec.get_object().if_contains("limit") : nullptr;
        return limit != nullptr && limit->to_number<std::uint64_t>() <= changed(so_far);
    } catch (std::exception const&) {
        return false;
    }
}

} // namespace muster::launch
