#include "service/supervisor_locks.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "launch/host_name.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <thread>
#include <unistd.h>

namespace muster::service {

namespace {

using core::exit_status;

constexpr std::chrono::seconds tried_every{1};
constexpr std::chrono::seconds lead_tried_every{10};

std::unique_ptr<files::file_lock> take_lock(launch::store& jobs) {
    auto const& where = jobs.state_directory();
    bool const shared = jobs.place().is_shared();
    auto const path = where / ("schedule" + (shared ? "-" + launch::host_name() : std::string()) + ".lock");
    boost::json::object const self{{"pid", ::getpid()}, {"host", launch::host_name()}};
    try {
        jobs.storage().make_directories(where);
        // A lease outlives whoever was killed, who may be the one before us.
        auto const until = std::chrono::steady_clock::now() + jobs.storage().lock_outlives(path);
        for (;; std::this_thread::sleep_for(tried_every)) {
            if (auto lock = jobs.storage().lock(path, boost::json::serialize(self) + "\n")) return lock;
            if (std::chrono::steady_clock::now() >= until) break;
        }
    } catch (files::io_error const& e) {
        throw core::job_error(exit_status::usage, std::string(e.what()) + ". Nothing was started.");
    }
    auto holder = files::read_file(jobs.storage(), path).value_or("");
    while (holder.ends_with('\n')) holder.pop_back();
    throw core::job_error(exit_status::busy, "another muster schedule looks after " + jobs.place().name()
                                                 + ": " + core::printable(holder)
                                                 + " holds its lock. Nothing was started.");
}

} // namespace

supervisor_locks::supervisor_locks(launch::store& jobs) : jobs_(jobs), lock_(take_lock(jobs)) {}

bool supervisor_locks::leads() {
    if (!jobs_.place().is_shared()) return true;
    if (lead_ && !lead_->lost()) return true;
    lead_.reset();
    auto const now = std::chrono::steady_clock::now();
    if (now < lead_tried_again_) return false;
    lead_tried_again_ = now + lead_tried_every;
    try {
        lead_ =
            jobs_.storage().lock(jobs_.state_directory() / "schedule-lead.lock", launch::host_name() + "\n");
    } catch (files::io_error const&) { // the next look is soon
    }
    return lead_ != nullptr;
}

} // namespace muster::service
