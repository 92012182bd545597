#include "engine/recorder.hpp"

#include "core/errors.hpp"
#include "engine/taken_over.hpp"
#include "journal/checkpoint.hpp"

#include <cerrno>

namespace muster::engine {

namespace asio = boost::asio;

namespace {
// What a power cut can cost: as many read-backs, at most.
constexpr std::size_t most_unsynced = 1024;
// So many are taken to the disk although nobody waits for them.
constexpr std::size_t enough_for_a_commit = most_unsynced / 4;
} // namespace

recorder::recorder(surroundings const& with, journal::directory const& where, journal::replayed found,
                   async::stop& stop)
    : with_(with),
      where_(where),
      stop_(stop),
      file_(with.storage.open_append(where.journal())),
      state_(std::move(found.folded)),
      appended_(found.offset),
      durable_(found.offset),
      checkpointed_(found.covered),
      changed_(with.executor),
      synced_(with.executor),
      durable_enough_(with.executor) {}

void recorder::write(journal::record const& r) {
    throw_if_failed();
    state_.apply(r);
    queue(1, [&] { journal::encode(r, queued_); });
}

void recorder::write(std::span<journal::intent> all) {
    throw_if_failed();
    queue_all(std::span<journal::intent const>(all));
    for (auto& r : all) state_.apply(std::move(r));
}

void recorder::write(std::span<journal::member_settled const> all) {
    throw_if_failed();
    for (auto const& r : all) state_.apply(r);
    queue_all(all);
}

template <class Record>
void recorder::queue_all(std::span<Record const> all) {
    bool const shared = state_.job() && state_.job()->version > 1;
    queue(all.size(), [&] {
        if (shared) return journal::encode(all, queued_);
        for (auto const& r : all) journal::encode(r, queued_);
    });
}

template <class Encode>
void recorder::queue(std::size_t records, Encode const& encode) {
    if (records == 0) return;
    auto const before = queued_.size();
    encode();
    appended_ += queued_.size() - before;
    queued_records_ += records;
    unsynced_records_ += records;
    if (!committing_ && queued_records_ >= enough_for_a_commit) start_commit();
    changed_.notify_all();
}

std::string recorder::stamp() {
    auto const now = std::chrono::floor<std::chrono::seconds>(with_.time.wall_now());
    if (now == stamped_) return {};
    stamped_ = now;
    auto text = core::to_iso8601(now);
    text.replace(text.find('.'), std::string::npos, "Z"); // without the milliseconds
    return text;
}

void recorder::start_commit() {
    committing_ = true;
    leaving_.clear();
    leaving_.swap(queued_);
    bytes_written_ += leaving_.size();
    auto const records = std::exchange(queued_records_, 0);
    auto const upto = appended_;
    with_.blocking.run(
        [this] {
            file_->append(leaving_);
            file_->sync();
        },
        [this, upto, records](std::exception_ptr error) { committed(error, upto, records); });
}

void recorder::committed(std::exception_ptr error, std::uint64_t upto, std::size_t records) {
    committing_ = false;
    if (error) {
        fail(error);
    } else {
        durable_ = upto;
        unsynced_records_ -= records;
        for (; !awaited_.empty() && awaited_.front() <= durable_; awaited_.pop_front())
            durable_enough_.notify_one();
        bool const hastens = std::exchange(hastens_, false) && queued_records_ > 0;
        if (hastens || !awaited_.empty() || queued_records_ >= enough_for_a_commit) start_commit();
    }
    synced_.notify_all();
}

void recorder::fail(std::exception_ptr error) {
    // Whatever the disk holds now, this process cannot know: it must not write again, nor send what it cannot
    // note.
    if (!failure_) failure_ = error;
    stop_.request();
    awaited_.clear();
    durable_enough_.notify_all();
    changed_.notify_all();
    synced_.notify_all();
}

void recorder::throw_if_failed() const {
    if (!failure_) return;
    try {
        std::rethrow_exception(failure_);
    } catch (std::exception const& e) {
        auto const* const on_disk = dynamic_cast<files::io_error const*>(&e);
        if (on_disk != nullptr && on_disk->code() == ESTALE) throw_taken_over(where_.id);
        throw core::job_error(core::exit_status::stopped,
                              std::string(e.what())
                                  + ". The job stopped before it sent anything more; what was done so "
                                    "far is kept. Mend that, then: muster resume "
                                  + where_.id);
    }
}

void recorder::hasten() {
    if (failure_) return;
    if (committing_)
        hastens_ = true;
    else if (queued_records_ > 0)
        start_commit();
}

asio::awaitable<void> recorder::durable_to(std::uint64_t offset) {
    throw_if_failed();
    while (durable_ < offset) {
        if (committing_) {
            awaited_.push_back(offset);
            co_await durable_enough_.wait();
        } else {
            start_commit(); // it may be over at once
        }
        throw_if_failed();
    }
}

asio::awaitable<void> recorder::durable_in_time(std::uint64_t offset) {
    throw_if_failed();
    while (durable_ < offset) {
        co_await synced_.wait();
        throw_if_failed();
    }
}

bool recorder::has_room() const {
    throw_if_failed();
    return unsynced_records_ <= most_unsynced;
}

asio::awaitable<void> recorder::room() {
    throw_if_failed();
    while (!has_room()) { // so that a commit is under way
        co_await synced_.wait();
        throw_if_failed();
    }
}

asio::awaitable<void> recorder::changed() {
    throw_if_failed();
    co_await changed_.wait();
    throw_if_failed();
}

asio::awaitable<void> recorder::checkpoint() {
    if (checkpointed_ == appended_) co_return;
    auto const offset = appended_;
    journal::checkpoint const now{offset, state_};
    auto const text = std::make_shared<std::string>(journal::encode(now));
    co_await durable_to(offset);
    std::function<void()> replace = [this, text] {
        files::replace_file(with_.storage, where_.checkpoint(), *text);
    };
    try {
        co_await async::run_blocking(with_.blocking, std::move(replace));
    } catch (...) {
        fail(std::current_exception());
    }
    throw_if_failed();
    checkpointed_ = offset;
    bytes_written_ += text->size();
}

asio::awaitable<void> recorder::flush() {
    while (committing_ || (queued_records_ > 0 && !failure_)) {
        if (committing_)
            co_await synced_.wait();
        else
            start_commit();
    }
}

} // namespace muster::engine
