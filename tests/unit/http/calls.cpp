#include "calls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::http::tests {

namespace asio = boost::asio;

namespace {

asio::awaitable<void> exchange(client& over, request const& r, std::function<void()> const& meanwhile,
                               answer& into) {
    auto acquired = co_await over.acquire();
    if (auto* const failed = std::get_if<fault>(&acquired)) {
        into = std::move(*failed);
        co_return;
    }
    auto lent = std::move(std::get<std::unique_ptr<connection>>(acquired));
    if (meanwhile) meanwhile();
    auto result = co_await lent->exchange(r);
    into = std::move(result);
    over.release(std::move(lent));
}

answer none() {
    return fault(fault_kind::aborted, false, "the call never ended");
}

} // namespace

client_options options_for(std::string const& url) {
    client_options o;
    o.base_url = url;
    o.secret_header = "X-API-KEY";
    o.secret_value = "sk_sb_for_tests";
    o.connect_timeout = std::chrono::seconds(3);
    o.request_timeout = std::chrono::seconds(3);
    o.reply_limit = 1U << 20U;
    return o;
}

answer caller::call(request const& r) {
    return call_late(r, {});
}

answer caller::call_late(request const& r, std::function<void()> const& meanwhile) {
    auto result = none();
    loop_.restart();
    asio::co_spawn(loop_, exchange(under_test_, r, meanwhile, result), asio::detached);
    loop_.run();
    return result;
}

std::vector<answer> caller::call_at_once(std::vector<request> const& all) {
    std::vector<answer> results(all.size(), none());
    std::function<void()> const nothing;
    loop_.restart();
    for (std::size_t i = 0; i < all.size(); ++i)
        asio::co_spawn(loop_, exchange(under_test_, all[i], nothing, results[i]), asio::detached);
    loop_.run();
    return results;
}

answer caller::call_aborted(request const& r, std::chrono::milliseconds after) {
    auto result = none();
    std::function<void()> const nothing;
    loop_.restart();
    asio::co_spawn(loop_, exchange(under_test_, r, nothing, result), asio::detached);
    asio::steady_timer timer(loop_, after);
    timer.async_wait([this](boost::system::error_code) { under_test_.abort(); });
    loop_.run();
    return result;
}

reply reply_of(answer const& a) {
    if (auto const* const f = std::get_if<fault>(&a))
        BOOST_FAIL("a fault instead of a reply: " << f->message);
    return std::get<reply>(a);
}

fault fault_of(answer const& a) {
    if (auto const* const r = std::get_if<reply>(&a)) BOOST_FAIL("a reply instead of a fault: " << r->status);
    return std::get<fault>(a);
}

} // namespace muster::http::tests
