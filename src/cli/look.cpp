#include "cli/look.hpp"

#include "async/stop_signals.hpp"
#include "cli/display.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"
#include "launch/environment.hpp"
#include "launch/rates.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace muster::cli {

namespace asio = boost::asio;

engine::preview look(spec::spec const& spec, std::string const& key, engine::preview_choices const& choices,
                     std::optional<core::duration> at_most) {
    display screen(display::style::quiet);
    screen.log_to({});
    files::posix_storage storage; // nothing is written to it but what the choices keep
    auto const shared = launch::usual_store();
    launch::environment world(spec, key, storage, shared ? &*shared : nullptr);
    auto& loop = world.loop();
    async::stop stopping;
    auto const stop = [&] {
        stopping.request();
        world.transport().abort();
    };
    bool interrupted = false;
    asio::signal_set signals(loop);
    async::add_stop_signals(signals);
    signals.async_wait([&](boost::system::error_code error, int) {
        if (error) return;
        interrupted = true;
        stop();
    });
    asio::steady_timer timer(loop);
    if (at_most) {
        timer.expires_after(*at_most);
        timer.async_wait([&](boost::system::error_code error) {
            if (!error) stop();
        });
    }
    engine::preview result;
    std::exception_ptr error;
    asio::co_spawn(loop, engine::preview_job(world.surroundings(screen), spec, choices, stopping),
                   [&](std::exception_ptr e, engine::preview p) {
                       error = e;
                       result = std::move(p);
                       signals.cancel();
                       timer.cancel();
                   });
    loop.run();
    if (interrupted)
        throw core::job_error(core::exit_status::stopped,
                              "stopped before the list was read; nothing was changed");
    if (error) std::rethrow_exception(error);
    return result;
}

} // namespace muster::cli
