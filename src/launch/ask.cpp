#include "launch/ask.hpp"

#include "async/timekeeper.hpp"
#include "core/errors.hpp"
#include "launch/connection.hpp"
#include "launch/host_quotas.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace muster::launch {

namespace asio = boost::asio;

namespace {

[[noreturn]] void refuse(pacing::quota_group::wait const& w) {
    auto const until =
        async::system_time().wall_now() + std::chrono::duration_cast<core::wall_time::duration>(w.longest);
    throw core::job_error(
        core::exit_status::stopped,
        "the quota of " + pacing::describe(w.because_of) + " is used up; the next request may go at "
            + core::to_iso8601(std::chrono::ceil<std::chrono::seconds>(until)) + ". Nothing was sent.");
}

/// Takes one request of each quota, or throws.
pacing::quota_group::slots take(pacing::quota_group& quotas) {
    for (;;) {
        if (auto taken = quotas.take()) return std::move(*taken);
        if (auto const wait = quotas.wait_for_room()) refuse(*wait);
    } // somebody has given one back meanwhile
}

asio::awaitable<http::answer> exchange(http::client& client, pacing::quota_group& quotas,
                                       http::request const& r, core::duration& round_trip) {
    auto acquired = co_await client.acquire();
    if (auto* const failed = std::get_if<http::fault>(&acquired)) co_return std::move(*failed);
    auto connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
    auto const taken = take(quotas); // last, so that nothing is counted that is not sent
    auto const sent = std::chrono::steady_clock::now();
    auto answer = co_await connection->exchange(r);
    auto const* const broken = std::get_if<http::fault>(&answer);
    if (broken != nullptr && !broken->sent) quotas.restore(taken);
    round_trip = std::chrono::duration_cast<core::duration>(std::chrono::steady_clock::now() - sent);
    co_return answer;
}

[[noreturn]] void refuse(http::fault const& f) {
    using kind = http::fault_kind;
    bool const refused = f.kind == kind::untrusted || f.kind == kind::proxy_refused;
    throw core::job_error(refused ? core::exit_status::refused : core::exit_status::stopped,
                          f.message + (refused ? ". The key was not sent." : ""));
}

} // namespace

asked ask(provider::profile const& about, spec::endpoint const& at, std::string const& key,
          std::vector<provider::limit> const& quotas, http::request const& r) {
    asio::io_context loop(1);
    http::client client(loop.get_executor(), client_options_for(about, at, key));
    host_quotas shared(quotas, key, client.host_and_port());
    asked result;
    http::answer answer = http::fault(http::fault_kind::broken, false, "no answer");
    std::exception_ptr error;
    asio::co_spawn(loop, exchange(client, shared.group(), r, result.round_trip),
                   [&](std::exception_ptr e, http::answer a) {
                       error = e;
                       answer = std::move(a);
                   });
    loop.run();
    if (error) std::rethrow_exception(error);
    if (auto const* const failed = std::get_if<http::fault>(&answer)) refuse(*failed);
    result.reply = std::get<http::reply>(std::move(answer));
    result.met = client.met();
    return result;
}

} // namespace muster::launch
