#pragma once
#include "async/event.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace muster::async {

/// Each item takes a room of one.
struct one_each {
    template <class T>
    std::size_t operator()(T const&) const {
        return 1;
    }
};

/// A queue between coroutines of one thread: pushing waits while it is full, popping while it is empty.
/// `Room` tells how much room an item takes; one that takes more than there is goes into an empty queue all
/// the same. (asio::experimental::channel of Boost 1.81 loses what is buffered when it is closed.)
template <class T, class Room = one_each>
class bounded_queue {
public:
    /// `capacity` = the room that all items together may take.
    bounded_queue(boost::asio::any_io_executor const& executor, std::size_t capacity)
        : capacity_(capacity),
          not_empty_(executor),
          not_full_(executor),
          missed_(executor) {}

    /// False if the queue was closed; the item is dropped then.
    boost::asio::awaitable<bool> push(T item) {
        while (!try_push(item)) {
            if (closed_) co_return false;
            co_await not_full_.wait();
        }
        co_return true;
    }

    /// Takes the item, if that need not wait; false also if the queue was closed.
    bool try_push(T& item) {
        auto const room = Room()(item);
        if (closed_ || (!items_.empty() && taken_ + room > capacity_)) return false;
        items_.push_back(std::move(item));
        taken_ += room;
        not_empty_.notify_one();
        return true;
    }

    /// The next item; nullopt once the queue is closed and empty.
    boost::asio::awaitable<std::optional<T>> pop() {
        while (!closed_ && items_.empty()) {
            ++waiting_;
            missed_.notify_all();
            co_await not_empty_.wait();
            --waiting_;
        }
        co_return try_pop();
    }

    /// The next item, if one is there now.
    std::optional<T> try_pop() {
        std::optional<T> item;
        if (items_.empty()) return item;
        item.emplace(std::move(items_.front()));
        items_.pop_front();
        taken_ -= Room()(*item);
        not_full_.notify_one();
        return item;
    }

    /// Lets `use` see the items that wait, the next one first, until it returns false.
    template <class Use>
    void look_ahead(Use const& use) {
        for (auto& each : items_)
            if (!use(each)) return;
    }

    /// Suspends while an item that takes a room of one would have to wait: so that it need not be made
    /// before.
    boost::asio::awaitable<void> room() {
        while (!closed_ && !items_.empty() && taken_ >= capacity_) co_await not_full_.wait();
    }

    /// Suspends until somebody waits for an item, and none is there, or it is closed.
    boost::asio::awaitable<void> missed() {
        while (!closed_ && (waiting_ == 0 || !items_.empty())) co_await missed_.wait();
    }

    /// The end of the input: what is in the queue is still popped, nothing more is pushed.
    void close() {
        closed_ = true;
        not_empty_.notify_all();
        not_full_.notify_all();
        missed_.notify_all();
    }

    /// Closes it and drops what is in it.
    void discard() {
        items_.clear();
        taken_ = 0;
        close();
    }

    [[nodiscard]] std::size_t size() const { return items_.size(); }

private:
    std::size_t capacity_;
    std::size_t taken_ = 0;
    bool closed_ = false;
    std::deque<T> items_;
    std::size_t waiting_ = 0; // to pop
    event not_empty_;
    event not_full_;
    event missed_; // somebody came to wait for an item
};

} // namespace muster::async
