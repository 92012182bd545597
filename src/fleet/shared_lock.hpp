#pragma once
#include "files/storage.hpp"
#include "fleet/lease.hpp"

#include <memory>

namespace muster::fleet {

/// A lock that is a lease, as database_storage::lock() gives it: whoever knows that can be asked through it.
class shared_lock : public files::file_lock {
public:
    explicit shared_lock(std::shared_ptr<lease> on) : on_(std::move(on)) {}

    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> certain_until() const override {
        return on_->certain_until();
    }
    [[nodiscard]] bool lost() const override { return on_->lost(); }
    [[nodiscard]] lease& on() const { return *on_; }

protected:
    std::shared_ptr<lease> on_;
};

} // namespace muster::fleet
