#pragma once
#include "web/command.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::web {

/// A process of this program that is to work on a job, and to outlive us.
struct begun_run {
    begun_run(std::string id, std::vector<std::string> words, std::string whose, std::filesystem::path said,
              std::filesystem::path socket)
        : job(std::move(id)),
          arguments(std::move(words)),
          actor(std::move(whose)),
          words_file(std::move(said)),
          control(std::move(socket)) {}
    std::string job;
    std::vector<std::string> arguments;
    std::string actor;                ///< on whose behalf (launch/mark.hpp)
    std::filesystem::path words_file; ///< where it writes what it says; nothing of it is lost when we end
    std::filesystem::path control;    ///< the socket that it listens on once it works
};

/// Begins it, and suspends until it works, until its end, or for two seconds. How it ended, with what it said
/// on standard error; nullopt: it goes on.
boost::asio::awaitable<std::optional<command_result>> begin_run(boost::asio::any_io_executor on,
                                                                begun_run const& what);

} // namespace muster::web
