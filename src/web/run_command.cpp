#include "web/run_command.hpp"

#include "files/descriptor.hpp"
#include "http/as_result.hpp"
#include "service/spawn_settings.hpp"
#include "web/child.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <optional>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::web {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_words = std::size_t{64} * 1024;
constexpr std::size_t piece = 65536;

struct two_ends {
    files::descriptor out, in;
};

two_ends make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "no pipe");
    return {files::descriptor(ends[0]), files::descriptor(ends[1])};
}

/// What a process writes to one of its files.
class outlet {
public:
    /// `most` = bytes that are kept.
    outlet(asio::any_io_executor const& on, files::descriptor const& end, std::size_t most)
        : from_(on, ::fcntl(end.get(), F_DUPFD_CLOEXEC, 0)),
          ended_(on, asio::steady_timer::time_point::max()),
          most_(most) {}

    static asio::awaitable<void> read_all(std::shared_ptr<outlet> self) {
        std::vector<char> part(piece);
        for (;;) {
            auto [wrong, size] = co_await self->from_.async_read_some(asio::buffer(part), http::as_result);
            if (wrong) break;
            self->take(std::string_view(part.data(), size));
        }
        self->at_end_ = true;
        self->ended_.cancel();
    }
    /// Suspends until there is no more to come.
    asio::awaitable<void> end() {
        while (!at_end_) co_await ended_.async_wait(http::as_result);
    }

    std::string text;
    bool too_much = false;
    std::function<void()> on_too_much; ///< called once

private:
    void take(std::string_view bytes) {
        text.append(bytes.substr(0, most_ - std::min(most_, text.size())));
        if (text.size() < most_ || too_much) return;
        too_much = true;
        if (on_too_much) on_too_much();
    }

    asio::posix::stream_descriptor from_;
    asio::steady_timer ended_;
    std::size_t most_;
    bool at_end_ = false;
};

/// A process whose words are taken, and that ends with this.
struct running {
    running(asio::any_io_executor const& on, command const& what) : time(on) {
        auto const out = make_pipe(), err = make_pipe();
        service::spawn_settings how;
        how.open(STDIN_FILENO, "/dev/null", O_RDONLY);
        how.take(out.in.get(), STDOUT_FILENO);
        how.take(err.in.get(), STDERR_FILENO);
        how.close_from(STDERR_FILENO + 1);
        said = std::make_shared<outlet>(on, out.out, longest_output);
        words = std::make_shared<outlet>(on, err.out, longest_words);
        process.emplace(on, how, what.arguments, what.actor);
        said->on_too_much = [this] { process->kill(); };
        asio::co_spawn(on, outlet::read_all(said), asio::detached);
        asio::co_spawn(on, outlet::read_all(words), asio::detached);
    }
    /// Has it killed after that.
    static void limit(std::shared_ptr<running> const& self, core::duration to) {
        self->time.expires_after(to);
        self->time.async_wait([still = std::weak_ptr(self)](boost::system::error_code error) {
            auto const it = still.lock();
            if (error || !it) return;
            it->late = true;
            it->process->kill();
        });
    }
    ~running() {
        said->on_too_much = nullptr;
        process->kill_and_reap();
    }
    running(running const&) = delete;
    running& operator=(running const&) = delete;

    std::shared_ptr<outlet> said, words;
    std::optional<child> process;
    asio::steady_timer time;
    bool late = false;
};

} // namespace

asio::awaitable<command_result> run_command(asio::any_io_executor on, command what) {
    command_result result;
    std::shared_ptr<running> work;
    try {
        work = std::make_shared<running>(on, what);
        running::limit(work, what.limit);
    } catch (std::system_error const& e) {
        result.failure = std::string("muster could not be begun: ") + e.what() + ".";
    }
    if (!work) co_return result;
    co_await work->said->end();
    co_await work->words->end();
    auto const status = co_await work->process->end();
    work->time.cancel();
    auto const name = "muster " + what.arguments.front();
    if (work->late)
        result.failure = name + " did not end within " + core::describe(what.limit) + ", and was ended.";
    else if (work->said->too_much)
        result.failure = name + " had more to say than a page can show.";
    else if (WIFSIGNALED(status))
        result.failure = name + " was ended by signal " + std::to_string(WTERMSIG(status)) + ".";
    if (result.failure.empty()) result.status = WEXITSTATUS(status);
    result.out = std::move(work->said->text);
    result.err = std::move(work->words->text);
    co_return result;
}

} // namespace muster::web
