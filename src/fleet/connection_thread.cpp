#include "fleet/connection_thread.hpp"

#include "core/quiet_thread.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace muster::fleet {
namespace {

using core::instant;

constexpr std::chrono::seconds longest_silence{4};

/// Between two attempts to reach a database that is lost.
constexpr std::chrono::milliseconds pause_after_loss{250};

database::postgres_address impatient(database::postgres_address address) {
    address.patience = std::min(address.patience, longest_silence);
    address.answers_within = std::min(address.answers_within, longest_silence);
    return address;
}

} // namespace

connection_thread::connection_thread(database::postgres_address address, step what)
    : address_(impatient(std::move(address))),
      what_(std::move(what)),
      thread_(core::quiet_thread([this] { run(); })) {}

connection_thread::~connection_thread() {
    end(false);
}

void connection_thread::finish() {
    end(true);
}

void connection_thread::end(bool once_more) {
    if (!thread_.joinable()) return;
    {
        std::scoped_lock const lock(mutex_);
        ends_ = true;
        once_more_ = once_more;
    }
    woken_.notify_one();
    thread_.join();
}

void connection_thread::wake_at(instant t) {
    {
        std::scoped_lock const lock(mutex_);
        if (t >= due_) return;
        due_ = t;
    }
    woken_.notify_one();
}

std::string connection_thread::trouble() const {
    std::scoped_lock const lock(mutex_);
    return trouble_;
}

void connection_thread::connect_and_do(bool due) {
    if (!connection_) connection_ = std::make_unique<database::postgres_connection>(address_);
    if (due) what_(*connection_);
}

void connection_thread::run() {
    std::unique_lock lock(mutex_);
    bool due = false; // not yet: only the connection is made
    while (!ends_) {
        lock.unlock();
        std::string trouble;
        try {
            connect_and_do(due);
        } catch (std::exception const& e) {
            trouble = e.what();
            connection_.reset();
        }
        lock.lock();
        trouble_ = std::move(trouble);
        if (!trouble_.empty()) {
            woken_.wait_for(lock, pause_after_loss, [&] { return ends_; });
            if (due) due_ = instant::min(); // what was to be done is not
        }
        // Not by a predicate: the moment itself may come nearer.
        while (!ends_ && instant::clock::now() < due_) {
            if (due_ == instant::max())
                woken_.wait(lock);
            else
                woken_.wait_until(lock, due_);
        }
        due = true;
        due_ = instant::max();
    }
    if (!once_more_ || !connection_) return;
    lock.unlock();
    try {
        what_(*connection_);
    } catch (std::exception const&) { // whoever ends it does not wait for more
    }
}

} // namespace muster::fleet
