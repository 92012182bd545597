#include "engine/row_look_up.hpp"

#include "async/run_all.hpp"
#include "core/errors.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/patience.hpp"
#include "engine/refusal.hpp"

#include <algorithm>
#include <utility>

namespace muster::engine {

namespace asio = boost::asio;

/// One request: the members, or why not, and whether asking again may help.
struct row_look_up::attempt {
    enum class kind { found, not_sent, failed, rejected };
    kind what = kind::not_sent;
    std::vector<provider::found_member> found;
    std::string why;
    std::string code; ///< of a rejection
};

row_look_up::row_look_up(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                         async::stop& stop)
    : with_(with),
      spec_(spec),
      caller_(platform_calls),
      stop_(stop),
      sought_(provider::sought_by(spec.rows->by != "id")) {}

asio::awaitable<bool> row_look_up::prepare() {
    co_return !stop_.requested();
}

std::size_t row_look_up::most() const {
    auto const at_once = provider::members_per_look(spec_.platform->about(), sought_);
    return std::max<std::size_t>(at_once, spec_.pace.concurrency);
}

asio::awaitable<bool> row_look_up::meet(row_batch& b) {
    auto const at_once = provider::members_per_look(spec_.platform->about(), sought_);
    std::vector<some_rows> left; // the first of them last
    for (auto& r : b.rows) {
        if (left.empty() || left.back().size() == at_once) left.emplace_back();
        left.back().push_back(&r);
    }
    std::reverse(left.begin(), left.end());
    bool going_on = true;
    std::vector<asio::awaitable<void>> lanes;
    auto const side_by_side = std::min<std::size_t>(spec_.pace.concurrency, left.size());
    for (std::size_t i = 0; i < side_by_side; ++i) lanes.push_back(take_turns(b, left, going_on));
    std::function<void()> end_others = [&going_on] { going_on = false; };
    co_await async::run_all(std::move(lanes), std::move(end_others));
    co_return !stop_.requested();
}

asio::awaitable<void> row_look_up::take_turns(row_batch& b, std::vector<some_rows>& left, bool& going_on) {
    while (going_on && !left.empty() && !stop_.requested()) {
        auto rows = std::move(left.back());
        left.pop_back();
        co_await look_for(b, std::move(rows));
    }
}

asio::awaitable<void> row_look_up::look_for(row_batch& b, some_rows rows) {
    trouble so_far;
    while (!stop_.requested()) {
        auto tried = co_await ask(b, rows);
        using kind = attempt::kind;
        if (tried.what == kind::not_sent) continue; // the caller's pace holds the next try back
        if (tried.what == kind::found) {
            auto missing = take_found(b, rows, tried.found);
            // A server may give fewer than were asked for: only who is missing alone, or with all others, is.
            if (missing.size() == rows.size()) missing = settle_missing(b, missing);
            if (missing.empty()) co_return;
            rows = std::move(missing);
            continue;
        }
        if (tried.what == kind::rejected && rows.size() == 1) {
            refuse(b, rows, tried.code, "its member could not be looked up: " + tried.why);
            co_return;
        }
        if (tried.what == kind::rejected) { // which of them is to blame, it does not tell
            auto const middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
            some_rows half(rows.begin(), middle);
            rows.erase(rows.begin(), middle);
            co_await look_for(b, std::move(half));
            continue;
        }
        note_failure(so_far, std::move(tried.why), with_.time.now(), caller_.health());
        // It answered somebody, be it a probe alone, between each of these tries.
        bool const its_own = so_far.blamed >= std::max(2U, spec_.retry.attempts);
        auto const left = its_own
                              ? patience::out_with_unit
                              : patience_with(so_far, false, spec_.retry, with_.time.now(), caller_.health());
        if (left == patience::out_with_unit) {
            refuse(b, rows, "not-looked-up",
                   "its member could not be looked up, after " + std::to_string(so_far.failures)
                       + " tries: " + so_far.last);
            co_return;
        }
        if (left == patience::out_with_platform)
            throw core::job_error(core::exit_status::stopped,
                                  "the platform has answered nobody for longer than retry.patience: "
                                      + core::printable(core::redact(so_far.last)));
        co_await caller_.back_off(so_far.failures);
    }
}

asio::awaitable<row_look_up::attempt> row_look_up::ask(row_batch& b, some_rows const& rows) {
    std::vector<provider::assignment> wanted;
    wanted.reserve(rows.size());
    for (auto const* const r : rows) wanted.push_back({std::string(r->member.id), sought_});
    auto const request = spec_.platform->look_up(wanted);
    auto const result = co_await caller_.send(request, wanted.front().member_id);
    attempt tried;
    if (auto const* const fault = std::get_if<http::fault>(&result.answer)) {
        if (fault->kind != http::fault_kind::aborted) tried.what = attempt::kind::failed;
        tried.why = fault->message;
        co_return tried;
    }
    auto read = spec_.platform->read_found(wanted, std::get<http::reply>(result.answer), *b.memory);
    if (auto* const all = std::get_if<std::vector<provider::found_member>>(&read)) {
        tried.what = attempt::kind::found;
        tried.found = std::move(*all);
        co_return tried;
    }
    std::visit(core::overload{[&](core::refused const& r) { stop_refused(r, spec_); },
                              [&](core::rejected const& r) {
                                  tried.what = attempt::kind::rejected;
                                  tried.why = r.message;
                                  tried.code = r.code;
                              },
                              [&](core::transient const& t) {
                                  tried.what = attempt::kind::failed;
                                  tried.why = t.why;
                              },
                              [](core::throttled const&) {},
                              [&](auto const&) {
                                  tried.what = attempt::kind::failed;
                                  tried.why = "it answered the look-up with something else";
                              }},
               std::get<core::verdict>(read));
    co_return tried;
}

/// Platforms may find a member by an id where they are asked for an address, and the other way round.
bool row_look_up::has_key(core::member const& found, known_row const& r) const {
    auto const known_by = spec_.rows->by == "id" ? std::string_view(found.id)
                                                 : provider::reference_of(spec_.platform->about(), found);
    return known_by.empty()
           || source::compared_key(*spec_.rows, known_by) == source::compared_key(*spec_.rows, r.member.id);
}

row_look_up::some_rows row_look_up::take_found(row_batch& b, some_rows const& rows,
                                               std::vector<provider::found_member> const& found) const {
    some_rows missing;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i >= found.size() || !found[i] || !has_key(*found[i], *rows[i])) {
            missing.push_back(rows[i]);
            continue;
        }
        lay_beside(b, *rows[i], *found[i]);
    }
    return missing;
}

row_look_up::some_rows row_look_up::settle_missing(row_batch& b, some_rows const& rows) {
    some_rows small;
    for (auto* const r : rows) {
        auto const compared = source::compared_key(*spec_.rows, r->member.id);
        if (compared == r->member.id) {
            refuse_nobody(b, *r, spec_);
            continue;
        }
        r->member.id = b.ids.emplace_back(compared);
        small.push_back(r);
    }
    return small;
}

void row_look_up::refuse(row_batch& b, some_rows const& rows, std::string const& code,
                         std::string const& message) {
    for (auto* const r : rows) refuse_row(b, *r, code, message);
}

} // namespace muster::engine
