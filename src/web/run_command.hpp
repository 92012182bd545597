#pragma once
#include "web/command.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>

namespace muster::web {

/// The most bytes of standard output that are taken.
inline constexpr std::size_t longest_output = std::size_t{32} << 20U;

/// Runs it, and suspends until its end; no shell, nothing on its standard input. It is killed if whoever
/// waits goes, and where it prints more than longest_output.
boost::asio::awaitable<command_result> run_command(boost::asio::any_io_executor on, command what);

} // namespace muster::web
