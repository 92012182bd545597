#include "web/site.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/random_hex.hpp"
#include "core/redact.hpp"
#include "launch/user_name.hpp"
#include "service/metrics.hpp"
#include "web/assets.hpp"
#include "web/relay.hpp"
#include "web/replies.hpp"
#include "web/router.hpp"
#include "web/run_command.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <unistd.h>

namespace muster::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

using kind = route::kind;

constexpr unsigned most_commands = 8; // at once; each may read a journal as fast as the disk gives it
constexpr std::size_t secret_bytes = 32;

http::server_limits limits() {
    http::server_limits l;
    l.body = std::size_t{64} * 1024;
    l.connections = 128;
    l.idle = std::chrono::seconds(60);
    l.backlog = std::size_t{16} << 20U; // a page is told of all jobs at once
    l.fields = common_fields();
    return l;
}

http::served_reply refused(refusal const& r, std::string_view target) {
    return target.starts_with("/api/") ? json_reply(r) : page_reply(r);
}

/// One event, and no more.
http::served_reply single_event(std::string const& text) {
    http::served_reply reply(200, "", "text/event-stream");
    reply.more_fields = "Cache-Control: no-store\r\n";
    reply.stream = [text](std::shared_ptr<http::served_stream> const& to) {
        to->write(text);
        to->end();
    };
    return reply;
}

/// Counts one as long as it lives, which may be longer than the site does.
class counted {
public:
    explicit counted(std::shared_ptr<unsigned> count) : count_(std::move(count)) { ++*count_; }
    ~counted() { --*count_; }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;

private:
    std::shared_ptr<unsigned> count_;
};

} // namespace

site::site(asio::any_io_executor on, site_settings s, service::say tell)
    : executor_(on),
      settings_(std::move(s)),
      tell_(std::move(tell)),
      jobs_(settings_.views.place),
      sessions_([] { return core::random_hex(secret_bytes); }),
      acts_(on, jobs_, settings_.views, settings_.live, tell_),
      live_(on, settings_.views.place),
      server_(
          on, [this](http::served_request r) { return answer(std::move(r)); }, limits()) {
    guard_.user = launch::user_name(::geteuid()).value_or("user " + std::to_string(::geteuid()));
    guard_.user_header = settings_.user_header;
    guard_.proxies = settings_.proxies;
    guard_.actors = settings_.actors;
    for (auto const& [may, token] : settings_.tokens) sessions_.accept(token, may);
}

std::string site::listen() {
    settings_.where.port = server_.listen(settings_.where.address, settings_.where.port);
    guard_.hosts = hosts_of(settings_.where, settings_.hosts);
    // Browsers keep cookies by host, whatever the port: another muster web on this machine has its own.
    guard_.cookie = "muster-" + std::to_string(settings_.where.port);
    address_ = "http://" + settings_.where.text();
    return address_;
}

std::string site::link(role may) {
    return address_ + "/login?token=" + sessions_.offer(may);
}

void site::stop() {
    live_.stop();
    server_.stop();
}

std::string site::session_text(caller const& who) const {
    json::object out;
    out["user"] = who.user;
    out["role"] = to_string(who.may);
    out["version"] = MUSTER_VERSION;
    out["stateDirectory"] = jobs_.place().name();
    out["now"] = core::to_iso8601(std::chrono::system_clock::now());
    out["specs"] = !settings_.views.places.empty();
    out["live"] = settings_.live;
    return core::printable_json(core::redact(json::serialize(out)));
}

http::served_reply site::log_in(route const& r) {
    auto const token = r.query.find("token");
    auto const session = token == r.query.end() ? std::nullopt : sessions_.begin(token->second);
    if (session) return login_reply(guard_.cookie, *session);
    return page_reply(
        {403, "no-such-token",
         "This link has been used, or is not one of this muster web. Each of those that it prints can "
         "be used once; kill -USR1 "
             + std::to_string(::getpid()) + " has it print new ones."});
}

asio::awaitable<http::served_reply> site::answer(http::served_request r) {
    if (auto const other = check_host(guard_, r)) co_return refused(*other, r.target);
    auto read = read_route(r.method, r.target);
    auto* const wanted = std::get_if<route>(&read);
    if (wanted != nullptr && wanted->what == kind::login) co_return log_in(*wanted);
    auto asks = admit(guard_, sessions_, r);
    if (auto const* const no = std::get_if<refusal>(&asks)) co_return refused(*no, r.target);
    if (wanted == nullptr) co_return refused(std::get<refusal>(read), r.target);
    std::string if_none_match(r.field("If-None-Match"));
    auto& who = std::get<caller>(asks);
    std::optional<refusal> wrong;
    try {
        auto made = co_await answer_known(std::move(*wanted), std::move(r.body), std::move(who),
                                          std::move(if_none_match));
        co_return made;
    } catch (core::job_error const& e) {
        wrong = refusal{409, "exit-" + std::to_string(static_cast<int>(e.status())), e.what()};
    } catch (std::exception const& e) {
        wrong = refusal{500, "internal-error", e.what()};
    }
    tell_(true, "could not answer " + r.method + " " + core::printable(r.target) + ": " + wrong->message);
    co_return json_reply(*wrong);
}

asio::awaitable<http::served_reply> site::answer_known(route r, std::string body, caller who,
                                                       std::string if_none_match) {
    if (r.what == kind::asset) {
        auto const* const file = find_asset(r.subject);
        if (file != nullptr) co_return asset_reply(*file, if_none_match);
        co_return page_reply({404, "not-found", "There is no " + core::quoted(r.subject) + " here."});
    }
    if (r.what == kind::session) co_return json_reply(200, session_text(who));
    if (r.what == kind::jobs) co_return co_await show_jobs();
    if (r.what == kind::metrics) co_return co_await show_metrics();
    if (r.what == kind::job_events) co_return co_await follow_job(std::move(r));
    if (!r.act.empty()) co_return co_await acts_.answer(std::move(r), std::move(body), std::move(who.user));
    if (r.what != kind::events) co_return co_await show(std::move(r));
    http::served_reply streamed(200, "", "text/event-stream");
    streamed.more_fields = "Cache-Control: no-store\r\n";
    streamed.stream = [this](std::shared_ptr<http::served_stream> to) { live_.follow(std::move(to)); };
    co_return streamed;
}

asio::awaitable<http::served_reply> site::show_jobs() {
    auto text = co_await live_.look();
    co_return json_reply(200, std::move(text));
}

asio::awaitable<http::served_reply> site::show_metrics() {
    auto const text = co_await live_.look();
    auto const jobs = json::parse(text);
    co_return http::served_reply(200, service::metrics_of(jobs.as_array(), std::chrono::system_clock::now()),
                                 "application/openmetrics-text; version=1.0.0; charset=utf-8");
}

asio::awaitable<http::served_reply> site::show(route r) {
    bool const of_specs = r.what == kind::schedule || r.what == kind::specs;
    if (of_specs && settings_.views.places.empty()) co_return json_reply(200, "[]");
    bool const of_job = !of_specs && r.what != kind::history;
    if (of_job && !jobs_.storage().look(jobs_.where(r.subject).root))
        co_return json_reply(refusal{404, "no-such-job", "There is no job " + r.subject + "."});
    if (*busy_ >= most_commands)
        co_return json_reply(refusal{503, "busy", "Others are being answered; try again in a moment."});
    auto made = command_for(settings_.views, r);
    if (auto const* const bad = std::get_if<refusal>(&made)) co_return json_reply(*bad);
    counted const one(busy_);
    auto const done = co_await run_command(executor_, std::get<command>(std::move(made)));
    co_return reply_of(done);
}

asio::awaitable<http::served_reply> site::follow_job(route r) {
    auto const where = jobs_.where(r.subject);
    if (jobs_.place().is_shared()) { // no line goes there: the page asks again and again
        auto const all = jobs_.said_by_runs();
        if (auto const it = all.find(r.subject); it != all.end())
            co_return single_event("event: status\ndata: " + core::printable_json(it->second) + "\n\n");
    }
    std::erase_if(followed_, [](auto const& each) { return each.second.expired(); });
    auto events = followed_[r.subject].lock();
    if (!events || !events->is_open()) {
        auto opened = co_await run_events::open(executor_, where.control());
        events = std::move(opened);
        if (events) followed_[r.subject] = events;
    }
    if (events) {
        http::served_reply streamed(200, "", "text/event-stream");
        streamed.more_fields = "Cache-Control: no-store\r\n";
        streamed.stream = [events](std::shared_ptr<http::served_stream> const& to) { events->pass_on(to); };
        co_return streamed;
    }
    r.what = kind::job;
    auto idle = co_await show(std::move(r));
    if (idle.status != 200) co_return idle;
    co_return single_event("event: idle\ndata: " + idle.body + "\n\n");
}

} // namespace muster::web
