#pragma once
#include "web/caller.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace muster::web {

/// What a request asks for (its method and target are held to what there is).
struct route {
    enum class kind {
        asset, ///< a file of the page; `subject` = its name
        login,
        metrics,
        session,
        jobs,
        events,
        job, ///< from here on `subject` = the job's id
        job_events,
        failures,
        results,
        acts,
        undo_plan,
        retry_plan,
        verify,
        steer, ///< pause, continue, rate or stop
        resume,
        retry,
        undo,
        schedule,
        specs,
        plan,   ///< `subject` = the spec's name
        start,  ///< `subject` = the plan's id
        history ///< `subject` = a member's id, address or reference
    };
    kind what = kind::asset;
    std::string subject{};
    std::string act{}; ///< the last part of what is posted to; empty = it asks to be shown something
    std::map<std::string, std::string> query{}; ///< decoded; of a name that comes twice, the first
};

/// The most bytes that a subject may have.
inline constexpr std::size_t longest_subject = 1000;

/// Reads a request; any other bytes are refused (404, 405, 400). Ids of jobs and plans are held to be such.
/// Pure.
std::variant<route, refusal> read_route(std::string_view method, std::string_view target);

/// What a percent-encoded text stands for; false: it is none, or holds a NUL.
bool decode(std::string_view text, bool plus_is_space, std::string& into);

} // namespace muster::web
