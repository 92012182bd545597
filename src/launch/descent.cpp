#include "launch/descent.hpp"

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/overload.hpp"
#include "files/lines.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <variant>

namespace muster::launch {

void refuse_another_key(descent const& from, std::string const& key) {
    auto const now = core::fingerprint(key);
    if (from.key.empty() || now == from.key) return;
    auto const of =
        std::visit(core::overload{[](journal::parentage const& p) { return "job " + p.job + " works"; },
                                  [](journal::planned const&) { return std::string("the plan was made"); }},
                   from.from);
    throw core::job_error(core::exit_status::refused,
                          of + " with the key " + from.key + ", and this is " + now
                              + ": with the key of another application, nobody of it is found. If it was "
                                "replaced by another of the same application: --new-key. Nothing was sent.");
}

std::optional<journal::job_opened> read_opening(files::storage& storage, journal::directory const& where) {
    try {
        auto const line = files::line_at(storage, where.journal(), 0);
        if (!line) return std::nullopt;
        auto record = journal::decode(*line);
        auto* const opened = std::get_if<journal::job_opened>(&record);
        if (opened == nullptr) return std::nullopt;
        return std::move(*opened);
    } catch (std::invalid_argument const&) {
        return std::nullopt;
    }
}

namespace {

/// Those whose first record is as is wanted, by when they were made.
std::vector<journal::job_opened> jobs_opened(store& jobs,
                                             std::function<bool(journal::job_opened const&)> const& wanted) {
    std::vector<journal::job_opened> found;
    jobs.look_at_all(job_part::openings, [&](files::storage& seen, journal::directory const& where) {
        std::optional<journal::job_opened> opened;
        try {
            opened = read_opening(seen, where);
        } catch (files::io_error const&) { // that job tells of it when it is asked for
        }
        if (opened && wanted(*opened)) found.push_back(std::move(*opened));
    });
    std::ranges::sort(found, {}, &journal::job_opened::at);
    return found;
}

} // namespace

std::optional<journal::job_opened> job_of_plan(store& jobs, std::string const& digest) {
    auto found =
        jobs_opened(jobs, [&](journal::job_opened const& o) { return o.plan && o.plan->digest == digest; });
    return found.empty() ? std::nullopt : std::optional(std::move(found.back()));
}

std::vector<journal::job_opened> jobs_made_from(store& jobs, std::string const& id) {
    return jobs_opened(jobs, [&](journal::job_opened const& o) { return o.from && o.from->job == id; });
}

} // namespace muster::launch
