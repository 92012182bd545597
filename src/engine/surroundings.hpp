#pragma once
#include "async/timekeeper.hpp"
#include "async/worker_thread.hpp"
#include "engine/observer.hpp"
#include "files/storage.hpp"
#include "http/transport.hpp"
#include "pacing/quota_store.hpp"
#include "pacing/rate_store.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <vector>

namespace muster::engine {

/// What the engine needs of the world. References must outlive whatever is given it.
struct surroundings {
    boost::asio::any_io_executor executor; ///< of a loop that one thread runs
    http::transport& transport;
    pacing::rate_store& rates;
    async::blocking_runner& blocking;
    async::timekeeper& time;
    files::storage& storage;
    observer& watcher;
    std::function<double()> uniform01; ///< random numbers in [0, 1)
    /// What is used of each quota of the spec's pace, in their order.
    std::vector<pacing::quota_store*> quotas{};
    /// The lock on the job; null = it is held as long as the process lives.
    files::file_lock const* lock = nullptr;
};

} // namespace muster::engine
