#pragma once
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sandbox {

/// What goes wrong with a request (src/sandbox/README.md describes each).
enum class fault_kind : std::uint8_t {
    throttle,
    status,
    reset,
    stall,
    truncate,
    malformed,
    slow,
    shrink_page,
    stuck_cursor,
    rewind_cursor,
    repeat_member,
    no_id,
    drift_total,
};

/// Whether it spoils a page, so that a list alone can meet it.
bool spoils_page(fault_kind kind);

/// One fault. Which figures count depends on the kind.
struct fault {
    fault_kind kind = fault_kind::status;
    bool after_effect = false;            ///< the request does its work before the fault strikes
    unsigned status = 503;                ///< of kind status
    std::optional<unsigned> retry_after;  ///< seconds, of kinds throttle and status
    std::chrono::milliseconds delay{500}; ///< of kind slow
    std::size_t size = 1;                 ///< of kinds shrink_page (members) and drift_total (added)
};

/// Which requests a fault strikes. A rule counts the requests that fit its method and path, from 1; one whose
/// fault spoils a page counts those for a page instead, whatever its method and path.
struct fault_rule {
    std::string method;      ///< empty = any
    std::string path;        ///< without the query; a segment `*` fits any one segment; empty = any path
    std::uint64_t after = 0; ///< leave that many requests alone first
    /// The number of the last request it strikes.
    std::uint64_t until = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t every = 1;                                         ///< of those, every so many-th
    double probability = 1;                                          ///< and of those, this share
    std::uint64_t times = std::numeric_limits<std::uint64_t>::max(); ///< at most this often
    fault what;
};

/// Decides which request meets which fault, by the seed and the number of requests so far only.
class fault_plan {
public:
    fault_plan() = default;
    fault_plan(std::uint64_t seed, std::vector<fault_rule> rules);
    /// The fault that this request meets: that of the first rule that strikes. Every rule counts the request.
    /// `path`: without the query. `lists`: it asks for a page of a list.
    std::optional<fault> next(std::string_view method, std::string_view path, bool lists);

private:
    struct state {
        fault_rule rule;
        std::uint64_t seen = 0;
        std::uint64_t struck = 0;
    };
    bool strikes(state& s, std::uint64_t salt) const;

    std::uint64_t seed_ = 0;
    std::vector<state> rules_;
};

/// Whether `path` fits `pattern`, in which a segment `*` fits any one segment.
bool path_fits(std::string_view pattern, std::string_view path);

/// Reads a fault plan's JSON text. Throws std::invalid_argument that lists every mistake, one a line, each
/// with its JSON pointer.
fault_plan read_fault_plan(std::string_view text);

} // namespace muster::sandbox
