#pragma once
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <vector>

namespace muster::async {

/// Runs the tasks side by side and returns when every one of them has ended. If one throws, `on_first_error`
/// is called at once (it should make the others end soon), and its exception is rethrown at the end; later
/// ones are dropped.
boost::asio::awaitable<void> run_all(std::vector<boost::asio::awaitable<void>> tasks,
                                     std::function<void()> on_first_error);

} // namespace muster::async
