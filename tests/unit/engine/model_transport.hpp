#pragma once
#include "fate.hpp"
#include "http/transport.hpp"
#include "model_server.hpp"
#include "virtual_time.hpp"

#include <functional>
#include <list>
#include <memory>
#include <optional>

namespace muster::simulated {

/// What happens to one request on its way.
struct treatment {
    enum class kind {
        fine,
        refused_connection,
        reset_before,  ///< broken before it took effect
        reset_after,   ///< broken after
        error_before,  ///< 503, no effect
        error_after,   ///< 503, although it took effect
        throttled,     ///< 429, no effect
        cut_reply,     ///< half of the reply, as if that were all
        sent_twice,    ///< a proxy on the way sends it again; the second reply comes back
        hangs,         ///< no reply until the client gives up
        silent_effect, ///< the same, but it took effect
        turned_away,   ///< no effect; `alter` says the answer
    };
    kind what = kind::fine;
    core::duration there{}; ///< until it arrives
    core::duration back{};  ///< until the reply is here
    std::string retry_after;
    std::function<void(http::reply&)>
        alter; ///< changes the reply of a request that was fine, or was turned away
};

/// The way to the platform.
class model_transport final : public http::transport {
public:
    using director = std::function<treatment(http::request const&)>;

    model_transport(virtual_time& time, fate& end, model_server& server, director direct,
                    std::function<void(http::request const&)> on_arrival)
        : time_(time),
          fate_(end),
          server_(server),
          direct_(std::move(direct)),
          on_arrival_(std::move(on_arrival)) {}

    boost::asio::awaitable<acquired> acquire() override;
    void release(std::unique_ptr<http::connection>) override {}
    void interrupt() override {
        under_way_->request();
        under_way_ = std::make_shared<async::stop>();
    }
    void abort() override {
        aborted_ = true;
        interrupt();
    }
    /// The machine is suspended: requests on their way arrive now, while its clock still stands where they
    /// left; `lines_break` = none of them is answered.
    void fall_asleep(bool lines_break);
    /// While it holds, no connection can be made.
    std::function<bool()> unreachable = [] { return false; };
    core::duration request_timeout = std::chrono::seconds(30);

private:
    class line;
    /// A request that has left, and has no answer yet.
    struct trip {
        http::request const& what;
        treatment const& how;
        std::optional<http::answer> answer{}; // of the platform
        bool broken = false;                  // it does not come back
    };
    boost::asio::awaitable<http::answer> exchange(http::request const& r);
    http::answer arrive(http::request const& r, treatment const& how);

    virtual_time& time_;
    fate& fate_;
    model_server& server_;
    director direct_;
    std::function<void(http::request const&)> on_arrival_;
    std::shared_ptr<async::stop> under_way_ = std::make_shared<async::stop>();
    std::list<trip> on_their_way_;
    bool aborted_ = false;
};

} // namespace muster::simulated
