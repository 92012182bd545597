#include "launch/ask.hpp"

#include "async/timekeeper.hpp"
#include "core/errors.hpp"
#include "launch/connection.hpp"
#include "launch/rates.hpp"
#include "pacing/quota.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace muster::launch {

namespace asio = boost::asio;

namespace {

/// What one request takes of each quota.
class share {
public:
    share(std::vector<provider::limit> const& limits, std::string const& key,
          std::string const& host_and_port)
        : stores_(make_quotas(limits, key, host_and_port)) {
        for (auto const& l : limits) quotas_.push_back({l.requests, l.window});
    }

    /// Takes it, or throws.
    void take() {
        for (std::size_t i = 0; i < quotas_.size(); ++i) {
            std::optional<pacing::quota_slot> slot;
            core::duration wait{};
            stores_[i]->update([&](pacing::quota_state& s) {
                auto const now = clocks();
                slot = pacing::take(s, quotas_[i], now);
                if (!slot) wait = pacing::wait_for_room(s, quotas_[i], now);
            });
            if (!slot) {
                restore();
                refuse(quotas_[i], wait);
            }
            taken_.push_back(*slot);
        }
    }

    /// Gives it back: the request did not leave.
    void restore() {
        for (std::size_t i = 0; i < taken_.size(); ++i)
            stores_[i]->update(
                [&](pacing::quota_state& s) { pacing::restore(s, quotas_[i], clocks(), taken_[i]); });
        taken_.clear();
    }

private:
    [[nodiscard]] pacing::quota_time clocks() const { return {time_.uptime(), time_.wall_now()}; }

    [[noreturn]] void refuse(pacing::quota const& used_up, core::duration wait) const {
        auto const until = time_.wall_now() + std::chrono::duration_cast<core::wall_time::duration>(wait);
        throw core::job_error(
            core::exit_status::stopped,
            "the quota of " + pacing::describe(used_up) + " is used up; the next request may go at "
                + core::to_iso8601(std::chrono::ceil<std::chrono::seconds>(until)) + ". Nothing was sent.");
    }

    async::system_time time_;
    std::vector<pacing::quota> quotas_;
    std::vector<std::unique_ptr<pacing::quota_store>> stores_;
    std::vector<pacing::quota_slot> taken_;
};

asio::awaitable<http::answer> exchange(http::client& client, share& of_quotas, http::request const& r,
                                       core::duration& round_trip) {
    auto acquired = co_await client.acquire();
    if (auto* const failed = std::get_if<http::fault>(&acquired)) co_return std::move(*failed);
    auto connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
    of_quotas.take(); // last, so that nothing is counted that is not sent
    auto const sent = std::chrono::steady_clock::now();
    auto answer = co_await connection->exchange(r);
    auto const* const broken = std::get_if<http::fault>(&answer);
    if (broken != nullptr && !broken->sent) of_quotas.restore();
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
    share of_quotas(quotas, key, client.host_and_port());
    asked result;
    http::answer answer = http::fault(http::fault_kind::broken, false, "no answer");
    std::exception_ptr error;
    asio::co_spawn(loop, exchange(client, of_quotas, r, result.round_trip),
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
