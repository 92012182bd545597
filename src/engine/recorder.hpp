#pragma once
#include "async/event.hpp"
#include "engine/surroundings.hpp"
#include "journal/replay.hpp"

#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::engine {

/// Writes the journal and its checkpoints, and keeps the state that they amount to. Group commit: one write
/// and sync is under way at a time, on the runner's thread, and what arrives meanwhile rides in the next; so
/// durability costs a sync for each batch, not for each record. One begins when somebody waits for it, or
/// when many records have come: an outcome has time until the next intent, or the next checkpoint, which both
/// wait. After a failed write the job is asked to stop at once, nothing more is written, and every call
/// throws: core::job_error(stopped) with what to do. One thread (but for the runner's).
class recorder {
public:
    /// Goes on where `found` ends. All references must outlive the recorder, which must not be destroyed
    /// before flush() has returned or thrown.
    recorder(surroundings const& with, journal::directory const& where, journal::replayed found,
             async::stop& stop);

    [[nodiscard]] journal::state const& state() const { return state_; }

    /// Applies the record to the state and queues it for the disk.
    void write(journal::record const& r);
    /// The same for several at once, in as few lines as the journal's version allows. Intents are moved from.
    void write(std::span<journal::intent> all);
    void write(std::span<journal::member_settled const> all);
    /// The time, to the second, for the next page or outcome; empty where the one before has the same.
    std::string stamp();
    /// The offset behind all that was written so far.
    [[nodiscard]] std::uint64_t written_to() const { return appended_; }
    /// Whether all before the offset is on stable storage.
    [[nodiscard]] bool is_durable(std::uint64_t offset) const { return durable_ >= offset; }
    /// Has what was written so far taken there soon, as somebody is going to wait for it.
    void hasten();
    /// Suspends until that is so.
    boost::asio::awaitable<void> durable_to(std::uint64_t offset);
    /// The same, but it has nothing taken there: somebody else will, by hasten().
    boost::asio::awaitable<void> durable_in_time(std::uint64_t offset);
    /// The same as durable_to() for all that was written so far.
    boost::asio::awaitable<void> durable() { return durable_to(appended_); }
    /// Suspends until it has room.
    boost::asio::awaitable<void> room();
    /// Whether no more than a bounded number of records wait for the disk.
    [[nodiscard]] bool has_room() const;
    /// Suspends until something more was written, durable or not, or wake() is called.
    boost::asio::awaitable<void> changed();
    /// Wakes up whoever waits for a change, to look at something else (a stop).
    void wake() { changed_.notify_all(); }
    /// Replaces the checkpoint by the present state, if it has changed, once the journal up to here is
    /// durable.
    boost::asio::awaitable<void> checkpoint();
    /// Suspends until nothing is on its way to the disk; does not throw.
    boost::asio::awaitable<void> flush();

    [[nodiscard]] std::uint64_t bytes_written() const { return bytes_written_; } ///< journal and checkpoints

private:
    template <class Record>
    void queue_all(std::span<Record const> all);
    template <class Encode>
    void queue(std::size_t records, Encode const& encode);
    void start_commit();
    void committed(std::exception_ptr error, std::uint64_t upto, std::size_t records);
    void fail(std::exception_ptr error);
    void throw_if_failed() const;

    surroundings const& with_;
    journal::directory where_;
    async::stop& stop_;
    std::unique_ptr<files::append_file> file_;
    journal::state state_;

    std::optional<std::chrono::sys_seconds> stamped_; // what stamp() gave last
    std::string queued_;                              // encoded records that no commit has taken yet
    std::string leaving_;                             // those of the last commit; the two change places
    std::size_t queued_records_ = 0;
    std::size_t unsynced_records_ = 0; // queued, or in the commit under way
    std::uint64_t appended_;           // offset behind the last record written
    std::uint64_t durable_;            // offset that is on stable storage
    std::uint64_t checkpointed_;       // offset that the checkpoint on disk covers
    bool committing_ = false;
    bool hastens_ = false; // the next one is to begin right behind it
    std::exception_ptr failure_;
    async::event changed_;        // told at each write
    async::event synced_;         // told at each sync
    async::event durable_enough_; // told once for each of `awaited_` that has come
    // Offsets that somebody waits for to be durable; one that comes behind a larger one waits for that, too.
    std::deque<std::uint64_t> awaited_;
    std::uint64_t bytes_written_ = 0;
};

} // namespace muster::engine
