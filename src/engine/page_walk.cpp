#include "engine/page_walk.hpp"

#include "core/errors.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/refusal.hpp"
#include "pacing/backoff.hpp"

#include <algorithm>
#include <charconv>

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

std::optional<std::uint64_t> as_number(provider::cursor const& c) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(c.data(), c.data() + c.size(), value);
    if (c.empty() || error != std::errc() || end != c.data() + c.size()) return std::nullopt;
    return value;
}

std::vector<std::string> fields_read(spec::spec const& spec) {
    auto all = spec.where.fields();
    auto const more = spec.operation->fields();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace

struct walked_page::arena {
    std::unique_ptr<unsigned char[]> buffer = std::make_unique_for_overwrite<unsigned char[]>(arena_bytes);
    json::monotonic_resource resource{buffer.get(), arena_bytes};
};

walked_page::walked_page() = default;
walked_page::~walked_page() = default;
walked_page::walked_page(walked_page&&) noexcept = default;
walked_page& walked_page::operator=(walked_page&&) noexcept = default;

/// One try: a page, or why not, and whether asking again may help.
struct page_walk::attempt {
    enum class kind { usable, aborted, throttled, transient, unusable };
    kind what = kind::usable;
    std::string why;
    walked_page page;
};

page_walk::page_walk(caller& platform_calls, spec::spec const& spec, async::timekeeper& time,
                     async::stop& stopping, observer& watcher, std::function<double()> uniform01,
                     provider::cursor start, bool patient)
    : caller_(platform_calls),
      spec_(spec),
      time_(time),
      stopping_(stopping),
      watcher_(watcher),
      uniform01_(std::move(uniform01)),
      patient_(patient) {
    query_.after = std::move(start);
    query_.limit = spec.pace.page_size;
    query_.newest_first = spec.newest_first;
    query_.fields = fields_read(spec);
}

page_walk::~page_walk() = default;

http::request page_walk::probe() const {
    provider::list_query q;
    q.limit = 1;
    return spec_.platform->list(q);
}

asio::awaitable<std::optional<walked_page>> page_walk::next() {
    std::optional<core::instant> failing_since;
    unsigned unusable = 0;
    unsigned failures = 0;
    std::string said;
    while (!ended_ && !stopping_.requested()) {
        auto tried = co_await fetch();
        using kind = attempt::kind;
        if (tried.what == kind::usable) {
            visited_.insert(std::hash<std::string>()(query_.after));
            query_.after = tried.page.content.next;
            ended_ = !tried.page.content.more;
            barren_ = tried.page.content.members.empty() ? barren_ + 1 : 0;
            if (barren_ > most_barren) give_up("the list goes on and on, but brings no members");
            co_return std::move(tried.page);
        }
        if (tried.what == kind::aborted) break;
        if (tried.what == kind::throttled) continue; // the caller's pace holds the next try back
        auto const now = time_.now();
        if (tried.what == kind::unusable && ++unusable >= spec_.retry.attempts) give_up(tried.why);
        failing_since = failing_since.value_or(now);
        if (now - *failing_since > spec_.retry.patience) give_up(tried.why);
        if (tried.why != said) // once for each reason, not for each try
            watcher_.notice(observer::level::info,
                            "a page could not be read (" + tried.why + "); trying again");
        said = tried.why;
        auto const wait =
            pacing::full_jitter(spec_.retry.base_delay, spec_.retry.max_delay, failures++, uniform01_());
        co_await time_.sleep_until(now + wait, stopping_);
    }
    co_return std::nullopt;
}

asio::awaitable<page_walk::attempt> page_walk::fetch() {
    auto const request = spec_.platform->list(query_);
    auto result = co_await caller_.send(request, "page");
    if (auto const* const fault = std::get_if<http::fault>(&result.answer)) {
        check_first_contact(*fault, static_cast<unsigned>(caller_.totals().faults));
        attempt failed;
        failed.what = attempt::kind::transient;
        if (fault->kind == http::fault_kind::aborted) failed.what = attempt::kind::aborted;
        if (fault->kind == http::fault_kind::too_large) failed.what = attempt::kind::unusable;
        failed.why = fault->message;
        co_return failed;
    }
    co_return read(result.answer, take_arena());
}

page_walk::attempt page_walk::read(http::answer const& a, std::unique_ptr<walked_page::arena> memory) {
    auto parsed = spec_.platform->read_page(query_, std::get<http::reply>(a), memory->resource);
    attempt tried;
    tried.page.memory = std::move(memory);
    if (auto* const page = std::get_if<provider::page>(&parsed)) {
        tried.page.from = query_.after;
        tried.page.content = std::move(*page);
        if (moves(tried.page.content)) return tried;
        tried.what = attempt::kind::unusable;
        tried.why = "the page's cursor `" + core::printable(tried.page.content.next)
                    + "` does not move on: the list would never end";
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
                              [&](core::refused const& r) { stop_refused(r, spec_); },
                              [&](core::rejected const& r) { give_up(r.message + " (" + r.code + ")"); },
                              [&](auto const&) { give_up("it answered the list with something else"); }},
               std::get<core::verdict>(parsed));
    return tried;
}

bool page_walk::moves(provider::page const& p) const {
    if (!p.more) return true;
    // Where cursors are numbers, one that goes back is seen at once, not only when the list begins again.
    auto const from = as_number(query_.after);
    auto const next = as_number(p.next);
    if (from && next && (query_.newest_first ? *next > *from : *next < *from)) return false;
    return p.next != query_.after && !visited_.contains(std::hash<std::string>()(p.next));
}

void page_walk::check_first_contact(http::fault const& f, unsigned failures) const {
    if (patient_ || caller_.health().last_success()) return;
    bool const hopeless = f.kind == http::fault_kind::resolve;
    bool const unreachable = f.kind == http::fault_kind::connect || f.kind == http::fault_kind::tls;
    if (hopeless || (unreachable && failures >= first_contacts))
        throw core::job_error(core::exit_status::stopped,
                              f.message + ". Nothing was sent. Is provider.baseUrl right ("
                                  + spec_.at.base_url + ")?");
}

void page_walk::give_up(std::string const& why) const {
    auto const where =
        query_.after.empty() ? std::string("the first page") : "the page after cursor " + query_.after;
    bool const never_read = query_.after.empty() && !patient_;
    throw core::job_error(
        core::exit_status::stopped,
        "cannot read " + where + " of the member list: " + core::printable(core::redact(why))
            + (never_read ? ". Is provider.baseUrl right (" + spec_.at.base_url + ")?" : ""));
}

std::unique_ptr<walked_page::arena> page_walk::take_arena() {
    if (spare_.empty()) return std::make_unique<walked_page::arena>();
    auto memory = std::move(spare_.back());
    spare_.pop_back();
    return memory;
}

void page_walk::recycle(walked_page page) {
    page.memory->resource.release();
    spare_.push_back(std::move(page.memory));
}

} // namespace muster::engine
