#pragma once
#include "kept_fields.hpp"
#include "reversal_forecast.hpp"
#include "reversible_job.hpp"
#include "spec/spec.hpp"

namespace muster::simulated {

/// Others who work on a platform's members between two jobs: by the calls that a job would use, too, but
/// nobody's ledger is asked.
class other_people {
public:
    /// References must outlive it. `job` = a spec of that platform.
    other_people(dice& d, std::string provider, spec::spec const& job, model_server& server)
        : dice_(d),
          provider_(std::move(provider)),
          job_(job),
          server_(server) {}

    /// Some of the members are edited in a field that the deeds wrote, be it to what it was before, some in
    /// another, and some are deleted; of whoever was made, the reference may be another then. What the
    /// platform refuses does not happen.
    void work(past_deeds const& deeds);

private:
    void edit_deed(std::string const& id, past_deed const& d);
    void edit(std::string const& id, std::string const& path, boost::json::value const& value);

    dice& dice_;
    std::string provider_;
    spec::spec const& job_;
    model_server& server_;
};

} // namespace muster::simulated
