#pragma once
#include "async/timekeeper.hpp"
#include "async/worker_thread.hpp"
#include "database/postgres_address.hpp"
#include "engine/surroundings.hpp"
#include "files/storage.hpp"
#include "http/client.hpp"
#include "pacing/rate_store.hpp"
#include "spec/spec.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace muster::launch {

/// The real world around a run or a preview: event loop, connections, the shared rate and quotas, clocks, a
/// thread for what blocks, chance. It lives as long as what runs in it; one thread runs the loop.
class environment {
public:
    /// For the spec's platform, with this key. `storage` (a store's) must outlive it. `shared` = where limits
    /// are shared with other hosts; null = this one is alone. Throws core::job_error: usage if the spec's
    /// address or CA file cannot be used; what make_rates and make_quotas throw.
    environment(spec::spec const& spec, std::string const& key, files::storage& storage,
                database::postgres_address const* shared);
    environment(environment const&) = delete;
    environment& operator=(environment const&) = delete;

    [[nodiscard]] boost::asio::io_context& loop() { return loop_; }
    [[nodiscard]] http::transport& transport() { return transport_; }
    [[nodiscard]] async::timekeeper& time() { return time_; }

    /// What the engine takes of it: references into this object, and to `watcher`.
    [[nodiscard]] engine::surroundings surroundings(engine::observer& watcher);

private:
    boost::asio::io_context loop_{1};
    http::client transport_;
    std::unique_ptr<pacing::rate_store> rates_;
    std::vector<std::unique_ptr<pacing::quota_store>> quotas_;
    async::system_time time_;
    async::worker_thread blocking_;
    files::storage& storage_;
    std::mt19937_64 random_;
};

} // namespace muster::launch
