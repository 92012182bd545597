#include "launch/inquire.hpp"

#include "async/timekeeper.hpp"
#include "http/client.hpp"
#include "launch/connection.hpp"
#include "launch/host_quotas.hpp"
#include "launch/rates.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <utility>

namespace muster::launch {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds longest_wait{10};

class interview {
public:
    interview(provider::provider const& platform, spec::endpoint const& at, std::string const& key,
              spec::pace const& pace, http::reply first)
        : platform_(platform),
          pace_(pace),
          client_(loop_.get_executor(), client_options_for(platform.about(), at, key)),
          rates_(make_rates(pace, client_.host_and_port(), shared_ ? &*shared_ : nullptr)),
          quotas_(pace.quotas, key, client_.host_and_port()) {
        replies_.push_back(std::move(first));
    }

    inquired lead() {
        std::exception_ptr error;
        asio::co_spawn(loop_, ask_on(), [&](std::exception_ptr e) { error = e; });
        loop_.run();
        if (error) std::rethrow_exception(error);
        return {platform_.inquire(replies_).found(), std::move(broken_off_)};
    }

private:
    asio::awaitable<void> ask_on() {
        while (auto const next = platform_.inquire(replies_).next()) {
            auto acquired = co_await client_.acquire();
            if (auto* const failed = std::get_if<http::fault>(&acquired)) {
                broken_off_ = std::move(failed->message);
                co_return;
            }
            auto connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
            auto const may_send = co_await turn();
            if (!may_send) co_return;
            auto const sent_at = time_.now();
            auto answer = co_await connection->exchange(*next);
            client_.release(std::move(connection));
            if (auto* const failed = std::get_if<http::fault>(&answer)) {
                if (!failed->sent) quotas_.group().restore(*taken_);
                broken_off_ = std::move(failed->message);
                co_return;
            }
            if (!learn(std::get<http::reply>(answer), sent_at)) co_return;
            replies_.push_back(std::get<http::reply>(std::move(answer)));
        }
    }

    /// Waits for a slot under the limits; false: it would take too long.
    asio::awaitable<bool> turn() {
        auto const last = time_.now() + longest_wait;
        auto slot = try_rate();
        while (slot && *slot <= last) {
            co_await time_.sleep_until(*slot, stop_);
            slot = try_rate();
        }
        if (slot) broken_off_ = "the rate that the platform allows is used up for the time being";
        if (slot) co_return false;
        taken_ = quotas_.group().take();
        if (taken_) co_return true;
        if (auto const wait = quotas_.group().wait_for_room())
            broken_off_ = "the quota of " + pacing::describe(wait->because_of) + " is used up";
        else
            broken_off_ = "the quota is used by others at the same time";
        co_return false;
    }

    std::optional<core::instant> try_rate() {
        return rates_->take({pace_.requests_per_second}, [this] { return time_.now(); });
    }

    /// Notes what a reply says of the rate; false: the platform asks to slow down.
    bool learn(http::reply const& r, core::instant sent_at) {
        bool const throttled = r.status == 429;
        rates_->update([&](pacing::rate_state& s) {
            if (throttled)
                pacing::throttled(s, {pace_.requests_per_second}, time_.now(), sent_at, std::nullopt, 1);
            else
                pacing::accepted(s, time_.now(), sent_at);
        });
        if (throttled) broken_off_ = "the platform asks to slow down (429)";
        return !throttled;
    }

    provider::provider const& platform_;
    std::optional<database::postgres_address> const shared_ = usual_store();
    spec::pace const& pace_;
    asio::io_context loop_{1};
    http::client client_;
    std::unique_ptr<pacing::rate_store> rates_;
    host_quotas quotas_;
    std::optional<pacing::quota_group::slots> taken_; // by the request that is under way
    async::system_time time_;
    async::stop stop_;
    std::vector<http::reply> replies_;
    std::string broken_off_;
};

} // namespace

inquired inquire(provider::provider const& platform, spec::endpoint const& at, std::string const& key,
                 spec::pace const& pace, http::reply first) {
    return interview(platform, at, key, pace, std::move(first)).lead();
}

} // namespace muster::launch
