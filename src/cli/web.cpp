#include "async/stop_signals.hpp"
#include "cli/commands.hpp"
#include "cli/log.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/token_file.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "web/site.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <sys/prctl.h>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace asio = boost::asio;
using core::exit_status;
using core::job_error;

struct web_options {
    web::site_settings site;
    std::string listen = "127.0.0.1:8080";
    std::string token_file;
    pid_t parent = 0; ///< with whom it ends; 0 = nobody
    log_settings log;
};

constexpr std::chrono::milliseconds longest_end{600}; // for the replies that are under way

CLI::Validator ip_address() {
    return CLI::Validator(
        [](std::string& text) { return web::is_address(text) ? std::string() : text + " is no IP address"; },
        "ADDRESS");
}

/// Throws core::job_error(usage).
void settle(web_options& o) {
    auto const where = web::read_listen_place(o.listen);
    if (!where)
        throw job_error(exit_status::usage,
                        core::quoted(o.listen)
                            + " is no address to listen on: 127.0.0.1:8080, or [::1]:8080, say");
    o.site.where = *where;
    if (!where->loopback && o.site.user_header.empty())
        throw job_error(
            exit_status::usage,
            o.listen
                + " can be reached from other machines, and muster web speaks no TLS: listen on "
                  "127.0.0.1, and have a reverse proxy with TLS in front of it, or ssh -L. A proxy that "
                  "knows its users may name them: --user-header X-User --from ADDRESS of the proxy");
    if (!o.token_file.empty()) o.site.tokens = read_token_file(o.token_file);
}

void print_links(web::site& site) {
    std::cout << "read: " << site.link(web::role::read) << "\nact: " << site.link(web::role::act)
              << std::endl;
}

/// So that the page of a supervisor goes with it, and its port is free for the next one's.
void end_with(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::raise(SIGTERM); // it has gone meanwhile
}

exit_status serve(web_options o) {
    settle(o);
    if (o.parent != 0) end_with(o.parent);
    std::signal(SIGPIPE, SIG_IGN); // whoever reads what we print, or asks, may go away
    run_log log(o.log, [](std::string const& line) { std::cerr << line << std::flush; });
    auto const tell = [&](bool warning, std::string const& text) {
        log_entry const entry{"web", text, {{"message", text}}};
        log.write(warning ? log_level::warning : log_level::info, entry);
    };
    // Without a way in by links there are none: from other machines only the users of a proxy come.
    bool const linked = o.site.where.loopback && o.token_file.empty();
    asio::io_context loop;
    std::optional<web::site> made;
    try {
        made.emplace(loop.get_executor(), o.site, tell);
    } catch (std::filesystem::filesystem_error const& e) {
        throw job_error(exit_status::usage,
                        std::string("the page needs to write where jobs are kept: ") + e.what());
    }
    auto& site = *made;
    try {
        auto const address = site.listen();
        if (!linked) std::cout << "listening on " << address << std::endl;
    } catch (boost::system::system_error const& e) {
        throw job_error(exit_status::usage, "cannot listen on " + o.listen + ": " + e.what());
    }
    if (linked) print_links(site);

    asio::signal_set stopping(loop), again(loop);
    asio::steady_timer last(loop);
    async::add_stop_signals(stopping);
    stopping.async_wait([&](boost::system::error_code error, int number) {
        if (error) return;
        tell(false, "ends: " + std::string(async::describe_stop_signal(number)) + "; jobs that run go on");
        again.cancel();
        site.stop();
        last.expires_after(longest_end);
        last.async_wait([&loop](boost::system::error_code) { loop.stop(); });
    });
    std::function<void(boost::system::error_code, int)> anew = [&](boost::system::error_code error, int) {
        if (error) return;
        if (linked) print_links(site);
        again.async_wait(anew);
    };
    again.add(SIGUSR1);
    again.async_wait(anew);
    loop.run();
    return exit_status::ok;
}

} // namespace

void add_web(CLI::App& app, int& status) {
    auto o = std::make_shared<web_options>();
    auto* const command = app.add_subcommand("web", "Show jobs in a browser, and steer them from there");
    command->add_option("SPEC", o->site.views.places,
                        "Specs, and directories of specs, that may be planned and started from the page");
    add_place_option(*command, o->site.views.place);
    command->add_option("--listen", o->listen, "ADDRESS:PORT to listen on; port 0 = any free one")
        ->capture_default_str();
    command->add_option("--host", o->site.hosts, "Another name that the page is reached by, as Host has it")
        ->take_all()
        ->allow_extra_args(false);
    command->add_flag("--live", o->site.live, "Allow what is begun from the page to work on real members");
    command
        ->add_option(
            "--token-file", o->token_file,
            "Lines \"read: TOKEN\" and \"act: TOKEN\" for /login?token=TOKEN, instead of links that can be "
            "used once")
        ->type_name("FILE");
    auto* const header = command->add_option("--user-header", o->site.user_header,
                                             "The field in which a proxy names the user who asks");
    auto* const from =
        command->add_option("--from", o->site.proxies, "The addresses of proxies that may name users")
            ->take_all()
            ->allow_extra_args(false)
            ->check(ip_address());
    header->needs(from);
    from->needs(header);
    command
        ->add_option("--act", o->site.actors,
                     "Of the users whom a proxy names, who may steer; the others may look (default: all)")
        ->type_name("USER")
        ->take_all()
        ->allow_extra_args(false)
        ->needs(header);
    command->add_option("--end-with-parent", o->parent, "End with this process")->group(""); // hidden
    command->add_flag("--quiet", o->log.quiet, "Warnings only");
    command
        ->add_option_function<std::string>(
            "--log-format", [o](std::string const& form) { o->log.json = form == "json"; },
            "The log's form: text or json")
        ->check(one_of({"text", "json"}));
    command->footer("It prints two links: one to look, one to steer as well. Each can be used once;\n"
                    "kill -USR1 has it print new ones. What is begun from the page are processes\n"
                    "of their own, which go on when muster web ends; journals say who did what.\n"
                    "Examples:\n"
                    "  muster web\n"
                    "  muster web jobs/ --live --listen 127.0.0.1:9000\n"
                    "  muster web --user-header X-User --from 127.0.0.1 \\\n"
                    "    --host muster.example.com\n"
                    "Exit status: 0 stopped by a signal; 2 bad command line, or it cannot listen.");
    command->callback([o, &status] { status = static_cast<int>(serve(*o)); });
}

} // namespace muster::cli
