#pragma once
#include "async/timekeeper.hpp"
#include "pacing/quota_group.hpp"
#include "provider/profile.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::launch {

/// The quotas of an account, as all muster processes of the host share them, for requests outside of any job.
class host_quotas {
public:
    /// As make_quotas(), and throws what that does.
    host_quotas(std::vector<provider::limit> const& limits, std::string const& key,
                std::string const& host_and_port);
    host_quotas(host_quotas const&) = delete;
    host_quotas& operator=(host_quotas const&) = delete;

    [[nodiscard]] pacing::quota_group& group() { return group_; }

private:
    async::system_time time_;
    std::vector<std::unique_ptr<pacing::quota_store>> stores_;
    pacing::quota_group group_;
};

} // namespace muster::launch
