#include "engine/cheaper_match.hpp"

#include "core/errors.hpp"
#include "engine/list_feed.hpp"
#include "engine/row_look_up.hpp"
#include "engine/row_walk.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

using way = source::rows_settings::way;

// No walk is worth its while for fewer look-ups.
constexpr std::uint64_t few_look_ups = 3;

} // namespace

cheaper_match::cheaper_match(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                             async::stop& stop, start from)
    : with_(with),
      spec_(spec),
      caller_(platform_calls),
      stop_(stop),
      from_(std::move(from)) {}

asio::awaitable<bool> cheaper_match::prepare() {
    if (!chosen_) {
        bool const settled = co_await choose();
        if (!settled) co_return false;
    }
    co_return co_await chosen_->prepare();
}

asio::awaitable<bool> cheaper_match::choose() {
    if (from_.kept && with_.storage.look(from_.kept->members)) {
        walk("the whole list is read first, to find the members of the rows: that goes on");
        co_return true;
    }
    if (from_.begun && can_look_up(spec_)) {
        look_up();
        co_return true;
    }
    co_await count_rows();
    length listed;
    if (length_matters()) {
        auto const found = co_await ask_length();
        if (!found) co_return false;
        listed = *found;
    }
    auto const cost = cost_of_match(spec_, from_.rows, listed.members, listed.page);
    if (from_.on_match) from_.on_match(cost);
    if (from_.kept && cost.walks)
        walk("members of rows are found " + in_words(cost));
    else if (can_look_up(spec_))
        look_up();
    else
        throw core::job_error(core::exit_status::stopped,
                              "whom the rows name is only found by reading the whole list");
    co_return true;
}

/// Whoever the cells of its row leave out is not looked for.
asio::awaitable<void> cheaper_match::count_rows() {
    if (!from_.rows) co_return;
    std::function<void()> work = [this] { from_.rows = count_sought(with_.storage, spec_, *from_.rows); };
    co_await async::run_blocking(with_.blocking, std::move(work));
}

/// Where the way is settled, it is asked for those who want to know what it costs.
bool cheaper_match::length_matters() const {
    if (spec_.rows->match != way::cheaper || !can_look_up(spec_)) return bool(from_.on_match);
    auto const look_ups = cost_of_match(spec_, from_.rows, std::nullopt).look_ups;
    return look_ups && *look_ups >= few_look_ups;
}

asio::awaitable<std::optional<cheaper_match::length>> cheaper_match::ask_length() {
    list_feed::start whole;
    whole.persistent = from_.persistent;
    whole.only_read = true;
    list_feed list(with_, spec_, caller_, stop_, std::move(whole));
    auto const first = co_await list.next();
    if (!first) co_return std::nullopt;
    length found{first->total, std::nullopt};
    auto const members = first->proposals.size();
    if (!first->more) found.members = members;
    if (first->more && members > 0) found.page = members;
    co_return found;
}

void cheaper_match::walk(std::string why) {
    chosen_ =
        std::make_unique<row_walk>(with_, spec_, caller_, stop_, std::move(*from_.kept), std::move(why));
}

void cheaper_match::look_up() {
    chosen_ = std::make_unique<row_look_up>(with_, spec_, caller_, stop_);
}

std::size_t cheaper_match::most() const {
    return chosen_->most();
}

asio::awaitable<bool> cheaper_match::meet(row_batch& b) {
    return chosen_->meet(b);
}

} // namespace muster::engine
