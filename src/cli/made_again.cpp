#include "cli/made_again.hpp"

#include "service/facts.hpp"
#include "service/made_again.hpp"
#include "service/start.hpp"
#include "spec/read.hpp"

#include <map>
#include <optional>
#include <utility>

namespace muster::cli {

namespace {

/// The timetable that a job was made by; nullopt where it was made by hand, or that cannot be told.
std::optional<service::plan> plan_of(launch::store& jobs, std::string const& id) {
    auto const text = files::read_file(jobs.storage(), jobs.where(id).spec());
    if (!text) return std::nullopt;
    auto const spec = spec::read(*text, {}).value;
    if (!spec || !spec->schedule || !service::start_of_job(spec->name, id)) return std::nullopt;
    // Its file was there before the job: what matters here is whether a start is behind that.
    return service::plan{spec->name, *spec->schedule, spec->windows, core::wall_time()};
}

} // namespace

std::vector<std::string> made_again(launch::store& jobs, std::vector<chosen_job> const& chosen,
                                    core::wall_time now) {
    struct of_spec {
        service::plan what;
        std::vector<std::string> removed;
    };
    std::map<std::string, of_spec> specs; // by name; the last job of each tells its timetable
    for (auto const& one : chosen) {
        auto what = plan_of(jobs, one.job.id);
        if (!what) continue;
        auto& spec = specs[what->name];
        spec.removed.push_back(one.job.id);
        spec.what = std::move(*what);
    }
    service::job_reader reader(jobs);
    if (!specs.empty()) reader.list();
    std::vector<std::string> all;
    for (auto const& [name, spec] : specs)
        for (auto& id : service::made_again(spec.what, reader.of_spec(name, now), spec.removed, now))
            all.push_back(std::move(id));
    return all;
}

} // namespace muster::cli
