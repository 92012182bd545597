#pragma once
#include "engine/proposal.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace muster::engine {

/// What came of one batch from a source.
struct sheet {
    std::shared_ptr<void> memory;       ///< what the proposals point into
    std::string from;                   ///< the cursor that it begins at; empty = the beginning
    std::string next;                   ///< where to go on; opaque
    bool more = false;                  ///< there is another batch behind it
    std::optional<std::uint64_t> total; ///< members of the whole source, as of now, if it says
    std::vector<proposal> proposals;    ///< one for each member of the batch, in its order
};

/// How many records or rows a sheet holds at most: as many as one request carries of what is made of them,
/// and no fewer than a page has.
std::size_t most_on_sheet(spec::spec const& spec);

/// Where the members of a job come from, as far as the engine sees it.
class feed {
public:
    virtual ~feed() = default;
    /// The next sheet; nullopt behind the last one, and when the run is stopping. Waits out what passes;
    /// throws core::job_error for what does not.
    virtual boost::asio::awaitable<std::optional<sheet>> next() = 0;
    /// Members that an earlier run began with, by their ids, wherever they stand: each as it was then, as a
    /// change. Only of a source that keeps what its members are made of; next() gives them all the same.
    /// Throws core::job_error where one is not there.
    virtual boost::asio::awaitable<sheet> recall(std::set<std::string, std::less<>> const& /*ids*/) {
        throw std::logic_error("this source keeps nothing of its members");
    }
};

} // namespace muster::engine
