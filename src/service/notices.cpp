#include "service/notices.hpp"

#include "core/redact.hpp"
#include "launch/user_name.hpp"
#include "service/command.hpp"
#include "service/signature.hpp"
#include "service/told.hpp"
#include "spec/secret.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <unistd.h>
#include <utility>

namespace muster::service {

namespace {

/// Nobody waits for it but the end of a run that takes less than this.
constexpr std::chrono::seconds start_limit{5};

/// A secret address; what stands behind its host is registered for redaction by itself as well.
std::string address(spec::key_reference const& ref) {
    auto url = spec::resolve_secret(ref, "address");
    auto const scheme = url.find("://");
    auto const path = scheme == url.npos ? scheme : url.find_first_of("/?", scheme + 3);
    if (path != url.npos && url.size() - path > 4) core::register_secret(std::string_view(url).substr(path));
    return url;
}

/// Whom cron(8) would write to.
std::string recipient() {
    if (char const* const set = std::getenv("MAILTO"); set != nullptr && *set != '\0') return set;
    return launch::user_name(::geteuid()).value_or("root");
}

std::optional<notify::event> last_told(told const& all, std::string const& way) {
    auto const found = all.find(way);
    return found == all.end() ? std::nullopt : std::optional(found->second);
}

std::string header(std::string const& name, std::string const& value) {
    return name + ": " + value + "\r\n";
}

} // namespace

notices::notices(notify const& tell, log complain)
    : on_(tell.on),
      command_(tell.command),
      complain_(std::move(complain)) {
    try {
        if (tell.webhook && tell.secret) {
            auto const bytes = read_webhook_secret(spec::resolve_secret(*tell.secret, "secret"));
            if (!bytes)
                this->complain("webhook", "its secret (" + describe(*tell.secret)
                                              + ") is not whsec_ and base64; nothing will be posted");
            else
                signing_ = *bytes;
        }
        if (tell.webhook && (!tell.secret || !signing_.empty())) webhook_ = address(*tell.webhook);
    } catch (std::exception const& e) {
        this->complain("webhook", e.what());
    }
    try {
        if (tell.ping) ping_ = address(*tell.ping);
    } catch (std::exception const& e) {
        this->complain("ping", e.what());
    }
    look();
}

notices::~notices() {
    if (beside_.valid()) beside_.wait();
    look();
}

void notices::complain(std::string const& way, std::string const& trouble) const {
    if (trouble.empty()) return;
    std::lock_guard const guard(mutex_);
    complaints_.push_back("notify" + (way.empty() ? "" : "." + way) + ": " + core::redact(trouble));
}

void notices::look() {
    std::vector<std::string> all;
    {
        std::lock_guard const guard(mutex_);
        all.swap(complaints_);
    }
    for (auto const& each : all) complain_(each);
}

bool notices::wants(notify::event e) const {
    return std::find(on_.begin(), on_.end(), e) != on_.end();
}

bool notices::busy() const {
    return beside_.valid() && beside_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

void notices::begun(std::string const& job_id, std::uint64_t run) {
    if (ping_.empty()) return;
    letter const start{ping_url(ping_, "start", run_id(job_id, run)), {}, {}};
    try {
        start_ = std::async(std::launch::async, [start] { return send(start, start_limit).trouble; });
    } catch (std::exception const& e) {
        complain("ping", e.what());
    }
    look();
}

void notices::tell(news const& n, files::storage& storage, std::filesystem::path const& file,
                   patience const& p) {
    if (beside_.valid()) beside_.wait();
    deliver(n, storage, file, p);
    look();
}

void notices::tell_beside(news n, files::storage& storage, std::filesystem::path file) {
    if (beside_.valid()) beside_.wait();
    try {
        beside_ = std::async(std::launch::async, [this, n = std::move(n), &storage, file = std::move(file)] {
            deliver(n, storage, file, {});
        });
    } catch (std::exception const& e) {
        complain("", e.what());
    }
}

void notices::deliver(news const& n, files::storage& storage, std::filesystem::path const& file,
                      patience const& p) {
    try {
        tell_or_throw(n, storage, file, p);
    } catch (std::exception const& e) {
        complain("", e.what());
    }
}

void notices::tell_or_throw(news const& n, files::storage& storage, std::filesystem::path const& file,
                            patience const& p) {
    ping_end(n, p);
    if (webhook_.empty() && command_.empty()) return;
    auto const before = file.empty() ? told() : read_told(storage, file);
    bool const may_follow = n.now == notify::event::complete && !told_before_.empty();
    auto const earlier = may_follow ? read_told(storage, told_before_) : told();
    auto after = before;
    auto const by = [&](std::string const& way, auto deliver) {
        auto last = last_told(before, way);
        if (!last) last = last_told(earlier, way);
        if (!is_told(last, n.now, on_)) return;
        auto const trouble = deliver(is_recovery(last, n.now));
        complain(way, trouble);
        if (trouble.empty()) after[way] = n.now;
    };
    if (!webhook_.empty()) by("webhook", [&](bool recovery) { return post(n, recovery, p); });
    if (!command_.empty()) by("command", [&](bool recovery) { return run(n, recovery, p); });
    if (after != before && !file.empty()) write_told(storage, file, after);
}

void notices::ping_end(news const& n, patience const& p) {
    if (start_.valid()) complain("ping", start_.get());
    bool const late = n.now == notify::event::late;
    if (ping_.empty() || (late && !n.job_id.empty())) return; // the run goes on, and its end is told
    auto const word = late ? "fail" : std::to_string(n.status);
    letter const end{ping_url(ping_, word, run_id(n.job_id, n.run)), {}, {}};
    complain("ping", try_until(p, [&] { return send(end, p.limit); }));
}

std::string notices::post(news const& n, bool recovery, patience const& p) const {
    auto const id = message_id(n);
    auto const body = boost::json::serialize(webhook_body(n, recovery));
    return try_until(p, [&] {
        auto const now = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds(1);
        auto fields = header("webhook-id", id) + header("webhook-timestamp", std::to_string(now));
        if (!signing_.empty())
            fields += header("webhook-signature", webhook_signature(signing_, id, now, body));
        return send({webhook_, fields, body}, p.limit);
    });
}

std::string notices::run(news const& n, bool recovery, patience const& p) const {
    auto const text = mail(n, recovery, recipient());
    return try_until(p, [&] { return attempt{run_command(command_, text, p.limit), true}; });
}

} // namespace muster::service
