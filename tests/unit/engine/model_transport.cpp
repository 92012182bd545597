#include "model_transport.hpp"

namespace muster::simulated {

namespace asio = boost::asio;
using http::fault_kind;
using kind = treatment::kind;

class model_transport::line final : public http::connection {
public:
    explicit line(model_transport& owner) : owner_(owner) {}
    asio::awaitable<void> exchange(http::request const& r, http::answer& into) override {
        auto came = co_await owner_.exchange(r);
        into = std::move(came);
    }

private:
    model_transport& owner_;
};

asio::awaitable<http::transport::acquired> model_transport::acquire() {
    acquired result = std::make_unique<line>(*this);
    if (aborted_)
        result = http::fault(fault_kind::aborted, false, "given up");
    else if (unreachable())
        result = http::fault(fault_kind::connect, false, "connection refused");
    co_return result;
}

asio::awaitable<http::answer> model_transport::exchange(http::request const& r) {
    auto const how = direct_(r);
    if (how.what == kind::refused_connection)
        co_return http::fault(fault_kind::connect, false, "connection refused");
    if (aborted_) co_return http::fault(fault_kind::aborted, false, "given up");
    auto const arrival = time_.now() + how.there;
    auto const under_way = under_way_;
    auto const place = on_their_way_.insert(on_their_way_.end(), trip{r, how});
    co_await time_.sleep_until(arrival, *under_way);
    bool const arrives = place->answer || !under_way->requested();
    if (arrives && !place->answer) place->answer = arrive(r, how);
    bool const hangs = how.what == kind::hangs || how.what == kind::silent_effect;
    auto const answered = time_.now() + (hangs ? request_timeout : how.back);
    co_await time_.sleep_until(answered, *under_way);
    auto const done = std::move(*place);
    on_their_way_.erase(place);
    if (under_way->requested()) co_return http::fault(fault_kind::aborted, true, "given up");
    if (done.broken) co_return http::fault(fault_kind::broken, true, "connection reset");
    co_return *done.answer;
}

void model_transport::fall_asleep(bool lines_break) {
    for (auto& each : on_their_way_) {
        if (!each.answer) each.answer = arrive(each.what, each.how);
        each.broken = each.broken || lines_break;
    }
}

http::answer model_transport::arrive(http::request const& r, treatment const& how) {
    auto const end = fate_.step();
    bool const arrives = !end || end->where == fate::moment::kind::after;
    auto answer = [&]() -> http::answer {
        http::reply refusal;
        if (!arrives) return http::fault(fault_kind::aborted, true, "dead");
        on_arrival_(r);
        if (how.what == kind::throttled || !server_.accept(time_.now())) {
            refusal.status = 429;
            refusal.retry_after = how.retry_after;
            return refusal;
        }
        if (how.what == kind::turned_away) {
            how.alter(refusal);
            return refusal;
        }
        refusal.status = 503;
        if (how.what == kind::error_before) return refusal;
        if (how.what == kind::reset_before) return http::fault(fault_kind::broken, true, "connection reset");
        if (how.what == kind::hangs) return http::fault(fault_kind::timeout, true, "no reply in time");
        auto reply = server_.answer(r);
        if (how.what == kind::sent_twice) reply = server_.answer(r);
        if (how.what == kind::error_after) return refusal;
        if (how.what == kind::reset_after) return http::fault(fault_kind::broken, true, "connection reset");
        if (how.what == kind::silent_effect)
            return http::fault(fault_kind::timeout, true, "no reply in time");
        if (how.what == kind::cut_reply) reply.body.resize(reply.body.size() / 2);
        if (how.alter) how.alter(reply);
        return reply;
    }();
    if (end) fate_.die();
    return answer;
}

} // namespace muster::simulated
