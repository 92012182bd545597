#include "cli/log_ends.hpp"

namespace muster::cli {

log_entry first_entry(spec::spec const& spec, std::string const& job_id, std::uint64_t run,
                      std::string const& resume) {
    auto const what = spec.describe();
    log_entry entry{"run_started",
                    "job " + job_id + ", run " + std::to_string(run) + ": " + spec.name + ", " + what
                        + ", at " + spec.at.base_url + "; muster " MUSTER_VERSION,
                    {},
                    "job " + job_id + "; if it stops: " + resume};
    entry.fields = {{"job", job_id},
                    {"run", run},
                    {"spec", spec.name},
                    {"operation", what},
                    {"provider", spec.platform->about().kind},
                    {"address", spec.at.base_url},
                    {"version", MUSTER_VERSION}};
    return entry;
}

log_entry last_entry(run_report const& r) {
    return {"run_ended", as_sentence(r), as_json(r), ""};
}

} // namespace muster::cli
