#include "web/begun.hpp"

#include "files/descriptor.hpp"
#include "http/as_result.hpp"
#include "service/client.hpp"
#include "service/spawn_settings.hpp"
#include "web/child.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::web {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds watched_for{2};
constexpr std::chrono::milliseconds looked_at_every{20};
constexpr std::size_t most_words = std::size_t{64} * 1024;

/// What a process said of itself.
struct told_words {
    std::filesystem::path file;
    std::uint64_t from = 0; ///< bytes that were there before

    [[nodiscard]] std::string read() const {
        std::ifstream in(file, std::ios::binary);
        in.seekg(static_cast<std::streamoff>(from));
        std::string text(most_words, '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        return text;
    }
};

told_words prepare(std::filesystem::path const& file) {
    files::descriptor const made(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!made) throw std::system_error(errno, std::generic_category(), file.string());
    return {file, static_cast<std::uint64_t>(std::max<off_t>(0, ::lseek(made.get(), 0, SEEK_END)))};
}

bool listens(std::filesystem::path const& socket) {
    try {
        service::client const run(socket, watched_for);
        return true;
    } catch (service::client_error const&) {
        return false;
    }
}

/// So that it does not stay a zombie.
asio::awaitable<void> wait_for_end(std::shared_ptr<child> process) {
    co_await process->end();
}

command_result result_of(int status, std::string words) {
    command_result r;
    r.err = std::move(words);
    if (WIFEXITED(status))
        r.status = WEXITSTATUS(status);
    else
        r.failure = "It was ended by signal " + std::to_string(WTERMSIG(status)) + ".";
    return r;
}

} // namespace

asio::awaitable<std::optional<command_result>> begin_run(asio::any_io_executor on, begun_run const& what) {
    std::shared_ptr<child> process;
    std::optional<told_words> words;
    command_result failed;
    try {
        words = prepare(what.words_file);
        service::spawn_settings how;
        how.open(STDIN_FILENO, "/dev/null", O_RDONLY);
        how.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
        how.open(STDERR_FILENO, what.words_file.c_str(), O_WRONLY | O_APPEND);
        how.close_from(STDERR_FILENO + 1);
        process = std::make_shared<child>(on, how, what.arguments, what.actor);
    } catch (std::system_error const& e) {
        failed.failure = std::string("It could not be begun: ") + e.what() + ".";
    }
    if (!process) co_return failed;
    asio::steady_timer pause(on);
    auto const until = std::chrono::steady_clock::now() + watched_for;
    while (!process->ended() && std::chrono::steady_clock::now() < until && !listens(what.control)) {
        pause.expires_after(looked_at_every);
        co_await pause.async_wait(http::as_result);
    }
    if (auto const status = process->ended()) co_return result_of(*status, words->read());
    asio::co_spawn(on, wait_for_end(process), asio::detached);
    co_return std::nullopt;
}

} // namespace muster::web
