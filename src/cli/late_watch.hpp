#pragma once
#include "engine/forecast.hpp"
#include "engine/progress.hpp"
#include "launch/take_up.hpp"
#include "service/notices.hpp"

namespace muster::cli {

/// Whether a job that began in a window will need another, or does already. The job is not complete.
bool outlasts_window(engine::progress const& now, std::optional<engine::forecast> const& ahead);

/// Has it told, beside a run that goes on and once at most, that its job will not end in its window.
class late_watch {
public:
    /// References must outlive it.
    late_watch(service::notices& notices, launch::ready_job& job, std::uint64_t run,
               std::string state_option);

    /// Looks at how the run gets on.
    void look(engine::progress const& now, std::optional<engine::forecast> const& ahead);

private:
    service::notices& notices_;
    launch::ready_job& job_;
    std::uint64_t run_;
    std::string state_option_;
    bool told_;
};

} // namespace muster::cli
