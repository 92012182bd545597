#include "service/delivery.hpp"

#include "core/errors.hpp"
#include "core/redact.hpp"
#include "http/client.hpp"
#include "launch/proxy.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <thread>
#include <utility>

namespace muster::service {

namespace asio = boost::asio;

namespace {

constexpr std::size_t reply_limit = 1U << 20U;

asio::awaitable<http::answer> exchange(http::client& client, http::request const& r) {
    auto acquired = co_await client.acquire();
    if (auto* const failed = std::get_if<http::fault>(&acquired)) co_return std::move(*failed);
    auto connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
    auto answer = co_await connection->exchange(r);
    co_return answer;
}

attempt judge(http::answer const& a) {
    if (auto const* const failed = std::get_if<http::fault>(&a))
        return {failed->message, failed->kind != http::fault_kind::untrusted};
    auto const status = std::get<http::reply>(a).status;
    if (status >= 200 && status < 300) return {};
    return {"the answer was " + std::to_string(status), status >= 500 || status == 429 || status == 408};
}

attempt send_or_throw(letter const& what, core::duration limit) {
    auto const scheme = what.url.find("://");
    auto const path = scheme == what.url.npos ? scheme : what.url.find_first_of("/?#", scheme + 3);
    http::client_options options;
    options.base_url = what.url.substr(0, path);
    auto target = path == what.url.npos ? "/" : what.url.substr(path, what.url.find('#') - path);
    if (!target.starts_with('/')) target.insert(0, 1, '/');
    spec::endpoint at;
    at.base_url = options.base_url;
    options.via = launch::proxy_for(at);
    options.more_fields = what.fields;
    options.connect_timeout = limit / 2;
    options.request_timeout = limit;
    options.reply_limit = reply_limit;

    asio::io_context loop(1);
    http::client client(loop.get_executor(), std::move(options));
    http::request const request(what.body.empty() ? http::method::get : http::method::post, std::move(target),
                                what.body);
    http::answer answer = http::fault(http::fault_kind::broken, false, "no answer");
    std::exception_ptr error;
    asio::co_spawn(loop, exchange(client, request), [&](std::exception_ptr e, http::answer a) {
        error = std::move(e);
        answer = std::move(a);
    });
    loop.run();
    if (error) std::rethrow_exception(error);
    return judge(answer);
}

} // namespace

std::string try_until(patience const& p, std::function<attempt()> const& once) {
    auto pause = p.first_pause;
    for (unsigned n = 1;; ++n) {
        auto const went = once();
        if (went.trouble.empty() || !went.again || n >= p.tries) return core::redact(went.trouble);
        std::this_thread::sleep_for(pause);
        pause *= 2;
    }
}

attempt send(letter const& what, core::duration limit) {
    try {
        return send_or_throw(what, limit);
    } catch (std::invalid_argument const& e) {
        return {"its address cannot be used: " + std::string(e.what()), false};
    } catch (core::job_error const& e) {
        return {e.what(), false}; // the proxy's address
    } catch (std::exception const& e) {
        return {e.what(), true};
    }
}

} // namespace muster::service
