#pragma once
#include "engine/surroundings.hpp"
#include "spec/spec.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace muster::engine {

/// What a job would do, had it run just now.
struct preview {
    /// One member that would be changed.
    struct example {
        std::string member;
        std::string email;
        boost::json::value change; ///< core::to_json
    };
    std::uint64_t seen = 0;
    std::uint64_t matched = 0;
    std::uint64_t to_change = 0;
    std::uint64_t needs_nothing = 0;
    std::uint64_t impossible = 0;
    std::vector<example> examples;   ///< the first few
    std::vector<std::string> faults; ///< the first few that are impossible: member and why
    std::uint64_t requests = 0;      ///< that the preview itself sent
};

/// Reads the whole list and holds every member against the spec; changes nothing, writes nothing.
/// `most_examples` of each kind are kept. Throws core::job_error as a run would.
boost::asio::awaitable<preview> preview_job(surroundings with, spec::spec const& spec,
                                            std::size_t most_examples, async::stop& stop);

} // namespace muster::engine
