#include "engine/permission.hpp"

#include "core/overload.hpp"

#include <boost/json/monotonic_resource.hpp>

namespace muster::engine {

namespace asio = boost::asio;

permission::permission(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                       async::stop& stop, bool changed_before)
    : with_(with),
      spec_(spec),
      caller_(platform_calls),
      stop_(stop),
      news_(with.executor),
      wake_(stop, [this] { news_.notify_all(); }),
      changed_(changed_before) {}

asio::awaitable<course::event> permission::ask() {
    auto const since = with_.time.now();
    co_await wait_for_others();
    while (asking_ && !stop_.requested()) co_await news_.wait();
    if (stop_.requested()) co_return course::event(course::not_tried{});
    if (everyone_) co_return course::event(course::told{true});
    bool const by_another = told_at_ && *told_at_ >= since;
    if (by_another) co_return course::event(last_);
    if (!changed_) refused_alone_ = true;
    asking_ = true;
    auto const answer = co_await ask_list();
    asking_ = false;
    news_.notify_all();
    co_return answer;
}

asio::awaitable<void> permission::wait_for_others() {
    ++waiting_;
    news_.notify_all(); // it may be the last that they wait for
    while (!changed_ && !everyone_ && waiting_ < at_work_ && !stop_.requested()) co_await news_.wait();
    bool const nobody_can_tell = !changed_ && waiting_ >= at_work_;
    if (nobody_can_tell && (waiting_ > 1 || refused_alone_)) everyone_ = true;
    --waiting_;
}

asio::awaitable<course::event> permission::ask_list() {
    provider::list_query shortest;
    shortest.limit = 1;
    auto const request = spec_.platform->list(shortest);
    auto const result = co_await caller_.send(request, "page");
    if (auto const* const fault = std::get_if<http::fault>(&result.answer)) {
        if (fault->kind == http::fault_kind::aborted) co_return course::event(course::not_tried{});
        co_return course::event(course::not_told{fault->message});
    }
    auto const answer = understand(shortest, std::get<http::reply>(result.answer));
    if (auto const* const told = std::get_if<course::told>(&answer)) {
        told_at_ = result.sent_at;
        last_ = *told;
    }
    co_return answer;
}

course::event permission::understand(provider::list_query const& asked, http::reply const& r) const {
    using cause = core::refused::cause;
    boost::json::monotonic_resource memory;
    auto const page = spec_.platform->read_page(asked, r, memory);
    auto const* const said = std::get_if<core::verdict>(&page);
    if (said == nullptr) return course::told{false}; // it shows the list, however badly
    return std::visit(
        core::overload{[](core::refused const& x) -> course::event {
                           bool const of_key = x.what == cause::credentials || x.what == cause::permission;
                           if (of_key) return course::told{true};
                           return course::not_told{x.message};
                       },
                       [](core::transient const& x) -> course::event { return course::not_told{x.why}; },
                       [](core::rejected const& x) -> course::event {
                           return course::not_told{x.message + " (" + x.code + ")"};
                       },
                       // The caller's pace holds the next try back.
                       [](auto const&) -> course::event { return course::not_tried{}; }},
        *said);
}

} // namespace muster::engine
