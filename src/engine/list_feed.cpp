#include "engine/list_feed.hpp"

#include "core/errors.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/whole_number.hpp"
#include "engine/refusal.hpp"
#include "pacing/backoff.hpp"

namespace muster::engine {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

// Enough for a page of 100 usual members without a further allocation.
constexpr std::size_t arena_bytes = 512U << 10U;
// How often the very first request is tried when nobody answers: a wrong address should not cost the
// patience.
constexpr unsigned first_contacts = 3;
// Pages in a row without a member, before the list is taken for one that never ends.
constexpr unsigned most_barren = 1000;

std::vector<std::string> fields_read(spec::spec const& spec) {
    auto all = spec.where.fields();
    auto const more = spec.fields();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

struct arena {
    std::unique_ptr<unsigned char[]> buffer = std::make_unique_for_overwrite<unsigned char[]>(arena_bytes);
    json::monotonic_resource resource{buffer.get(), arena_bytes};
};

} // namespace

class list_feed::arenas : public std::enable_shared_from_this<arenas> {
public:
    /// One that comes back here when nobody holds it any more.
    std::shared_ptr<arena> take() {
        std::unique_ptr<arena> one;
        if (spare_.empty()) {
            one = std::make_unique<arena>();
        } else {
            one = std::move(spare_.back());
            spare_.pop_back();
        }
        return {one.release(), [owner = shared_from_this()](arena* a) {
                    a->resource.release();
                    owner->spare_.emplace_back(a);
                }};
    }

private:
    std::vector<std::unique_ptr<arena>> spare_;
};

/// One try: a page, or why not, and whether asking again may help.
struct list_feed::attempt {
    enum class kind { usable, aborted, throttled, transient, unusable };
    kind what = kind::usable;
    std::string why;
    sheet page;
};

list_feed::list_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                     async::stop& stop, start from)
    : with_(with),
      spec_(spec),
      caller_(platform_calls),
      stop_(stop),
      patient_(from.patient),
      persistent_(from.persistent),
      only_read_(from.only_read),
      on_member_(std::move(from.on_member)),
      arenas_(std::make_shared<arenas>()),
      landmark_(from.after) {
    query_.after = std::move(from.after);
    query_.limit = spec.pace.page_size;
    query_.newest_first = spec.newest_first;
    query_.fields = fields_read(spec);
    if (!on_member_ && !only_read_) kept_ = fields_looked_at(spec);
    query_.kept = kept_ ? &*kept_ : nullptr;
}

list_feed::~list_feed() = default;

asio::awaitable<std::optional<sheet>> list_feed::next() {
    std::optional<core::instant> failing_since;
    auto openings = caller_.openings();
    unsigned unusable = 0;
    unsigned failures = 0;
    std::string said;
    while (!ended_ && !stop_.requested()) {
        auto tried = co_await fetch();
        using kind = attempt::kind;
        if (tried.what == kind::usable) {
            advance(tried.page);
            co_return std::move(tried.page);
        }
        if (caller_.openings() != openings) failing_since.reset();
        openings = caller_.openings();
        if (tried.what == kind::aborted) continue;
        if (tried.what == kind::throttled) continue; // the caller's pace holds the next try back
        if (!persistent_) give_up(tried.why);
        auto const now = with_.time.now();
        if (tried.what == kind::unusable && ++unusable >= spec_.retry.attempts) give_up(tried.why);
        failing_since = failing_since.value_or(now);
        if (now - *failing_since > spec_.retry.patience) give_up(tried.why);
        if (tried.why != said) // once for each reason, not for each try
            with_.watcher.notice(observer::level::info,
                                 "a page could not be read (" + tried.why + "); trying again");
        said = tried.why;
        auto const wait =
            pacing::full_jitter(spec_.retry.base_delay, spec_.retry.max_delay, failures++, with_.uniform01());
        co_await with_.time.sleep_until(now + wait, stop_);
    }
    co_return std::nullopt;
}

void list_feed::go_to(provider::cursor after) {
    ended_ = false;
    landmark_ = after;
    since_landmark_ = 0;
    next_landmark_ = 1;
    query_.after = std::move(after);
}

asio::awaitable<list_feed::attempt> list_feed::fetch() {
    auto request = spec_.platform->list(query_);
    request.urgent = true; // the workers will wait for what it brings
    allowance one(caller_.quotas());
    co_await caller_.send(request, "page", one, came_of_it_);
    if (auto const* const fault = std::get_if<http::fault>(&came_of_it_.answer)) {
        check_first_contact(*fault);
        attempt failed;
        failed.what = attempt::kind::transient;
        if (fault->kind == http::fault_kind::aborted) failed.what = attempt::kind::aborted;
        if (fault->kind == http::fault_kind::too_large) failed.what = attempt::kind::unusable;
        failed.why = fault->message;
        co_return failed;
    }
    co_return read(std::get<http::reply>(came_of_it_.answer));
}

list_feed::attempt list_feed::read(http::reply const& r) {
    auto const memory = arenas_->take();
    auto const parsed = spec_.platform->read_page(query_, r, memory->resource);
    attempt tried;
    if (auto const* const page = std::get_if<provider::page>(&parsed)) {
        if (!moves(*page)) {
            tried.what = attempt::kind::unusable;
            tried.why = "the page's cursor `" + core::printable(page->next)
                        + "` does not move on: the list would never end";
            return tried;
        }
        auto& s = tried.page;
        s.memory = memory;
        s.from = query_.after;
        s.next = page->next;
        s.more = page->more;
        s.total = page->total_count;
        s.proposals.reserve(page->members.size());
        for (auto const& m : page->members) {
            if (on_member_) on_member_(m);
            auto& each = s.proposals.emplace_back();
            if (!only_read_) look_at(m, spec_, query_.kept, each);
        }
        return tried;
    }
    if (auto const* const fault = std::get_if<provider::page_fault>(&parsed)) {
        tried.what = attempt::kind::unusable;
        tried.why = fault->message;
        return tried;
    }
    std::visit(core::overload{[&](core::throttled const&) { tried.what = attempt::kind::throttled; },
                              [&](core::transient const& t) {
                                  tried.what = attempt::kind::transient;
                                  tried.why = t.why;
                              },
                              [&](core::refused const& x) { stop_refused(x, spec_); },
                              [&](core::rejected const& x) { give_up(x.message + " (" + x.code + ")"); },
                              [&](auto const&) { give_up("it answered the list with something else"); }},
               std::get<core::verdict>(parsed));
    return tried;
}

bool list_feed::moves(provider::page const& p) const {
    if (!p.more) return true;
    // Where cursors are numbers, one that goes back is seen at once, not only when the list begins again.
    auto const from = core::whole_number(query_.after);
    auto const next = core::whole_number(p.next);
    if (from && next && (query_.newest_first ? *next > *from : *next < *from)) return false;
    return p.next != query_.after && p.next != landmark_;
}

void list_feed::advance(sheet const& s) {
    query_.after = s.next;
    ended_ = !s.more;
    barren_ = s.proposals.empty() ? barren_ + 1 : 0;
    if (barren_ > most_barren) give_up("the list goes on and on, but brings no members");
    if (++since_landmark_ < next_landmark_) return;
    landmark_ = s.next;
    since_landmark_ = 0;
    next_landmark_ *= 2;
}

void list_feed::check_first_contact(http::fault const& f) const {
    if (patient_ || caller_.health().last_success()) return;
    bool const hopeless = f.kind == http::fault_kind::resolve;
    bool const unreachable = f.kind == http::fault_kind::connect || f.kind == http::fault_kind::tls;
    if (hopeless || (unreachable && caller_.totals().faults >= first_contacts))
        throw core::job_error(core::exit_status::stopped,
                              f.message + ". Nothing was sent. Is provider.baseUrl right ("
                                  + spec_.at.base_url + ")?");
}

void list_feed::give_up(std::string const& why) const {
    auto const where =
        query_.after.empty() ? std::string("the first page") : "the page after cursor " + query_.after;
    bool const never_read = query_.after.empty() && !patient_;
    throw core::job_error(
        core::exit_status::stopped,
        "cannot read " + where + " of the member list: " + core::printable(core::redact(why))
            + (never_read ? ". Is provider.baseUrl right (" + spec_.at.base_url + ")?" : ""));
}

} // namespace muster::engine
