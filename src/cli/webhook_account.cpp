#include "cli/webhook_account.hpp"

#include "core/errors.hpp"
#include "core/redact.hpp"
#include "provider/registry.hpp"
#include "spec/secret.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace muster::cli {

namespace {

using core::exit_status;
using core::job_error;
using provider::webhook;

provider::webhook_calls const& calls_of(provider::provider const& platform) {
    if (auto const* const calls = platform.webhooks()) return *calls;
    std::string others;
    for (auto const& kind : provider::kinds()) {
        auto const other = provider::make(kind.name);
        if (other && other->webhooks() != nullptr) others += (others.empty() ? "" : ", ") + kind.name;
    }
    throw job_error(exit_status::usage, platform.about().kind
                                            + " has no calls for webhooks. Platforms that have: " + others
                                            + "; name one by SPEC, --site or --provider");
}

/// The one with this address that is told of all these events.
webhook const* find_same(std::vector<webhook> const& all, webhook const& w) {
    auto const is_told = [](webhook const& one, std::string const& event) {
        return std::find(one.events.begin(), one.events.end(), event) != one.events.end();
    };
    auto const same = std::find_if(all.begin(), all.end(), [&](webhook const& one) {
        return one.url == w.url && one.active.value_or(true)
               && std::all_of(w.events.begin(), w.events.end(),
                              [&](std::string const& event) { return is_told(one, event); });
    });
    return same != all.end() ? &*same : nullptr;
}

[[noreturn]] void leave_open(std::string const& why, bool is_listed) {
    throw job_error(exit_status::stopped,
                    why + ". Whether it was added is not known: "
                        + (is_listed ? "the same command again adds it only if it is not there"
                                     : "look for it at the platform before you add it again"));
}

} // namespace

webhook_account::webhook_account(target const& to)
    : to_(to),
      calls_(calls_of(*to.platform)),
      key_(spec::resolve(to.key, *to.platform)) {}

http::reply webhook_account::ask(http::request const& r) const {
    return launch::ask(to_.platform->about(), to_.at, key_, to_.pace.quotas, r).reply;
}

webhook_account::found webhook_account::look() const {
    std::vector<webhook> all;
    std::set<std::string> ids;
    for (std::size_t number = 1;; ++number) {
        auto read = calls_.read_page(ask(calls_.list(number)));
        if (auto* const verdict = std::get_if<core::verdict>(&read)) return std::move(*verdict);
        auto& page = std::get<provider::webhook_page>(read);
        auto const before = all.size();
        for (auto& w : page.webhooks)
            if (ids.insert(w.id).second) all.push_back(std::move(w));
        // The end; or a platform that gives the same page for ever.
        if (all.size() == before || all.size() == page.total_count) return all;
    }
}

std::vector<webhook> webhook_account::all() const {
    auto read = look();
    if (auto const* const verdict = std::get_if<core::verdict>(&read)) refuse_verdict(*verdict);
    return std::get<std::vector<webhook>>(std::move(read));
}

/// nullopt: the platform does not list them.
std::optional<std::vector<webhook>> webhook_account::look_if_listed() const {
    auto read = look();
    auto const* const verdict = std::get_if<core::verdict>(&read);
    if (verdict == nullptr) return std::get<std::vector<webhook>>(std::move(read));
    if (!std::holds_alternative<core::rejected>(*verdict)) refuse_verdict(*verdict);
    return std::nullopt;
}

webhook_account::added webhook_account::add(webhook const& w) const {
    auto const before = look_if_listed();
    if (before)
        if (auto const* const same = find_same(*before, w)) return {*same, true};
    http::reply reply;
    try {
        reply = ask(calls_.add(w));
    } catch (job_error const& e) {
        if (e.status() != exit_status::stopped) throw;
        leave_open(e.what(), before.has_value());
    }
    auto told = calls_.read_added(w, reply);
    if (auto* const it = std::get_if<webhook>(&told)) {
        // It is shown as it is, whatever it looks like; but not our own key, sent back.
        if (it->secret.find(key_) != std::string::npos) it->secret = core::redact(it->secret);
        return {std::move(*it), false};
    }
    auto const& verdict = std::get<core::verdict>(told);
    auto const* const open = std::get_if<core::transient>(&verdict);
    if (open == nullptr) refuse_verdict(verdict);
    if (before) {
        auto const now = look();
        if (auto const* const listed = std::get_if<std::vector<webhook>>(&now))
            if (auto const* const same = find_same(*listed, w)) return {*same, false};
    }
    leave_open("the platform is in trouble: " + open->why, before.has_value());
}

std::optional<webhook> webhook_account::remove(std::string_view id) const {
    webhook removed{std::string(id), {}, {}, {}, {}};
    if (auto const all = look_if_listed())
        for (auto const& each : *all)
            if (each.id == id) removed = each;
    auto const verdict = calls_.read_removed(ask(calls_.remove(id)));
    if (std::holds_alternative<core::gone>(verdict)) return std::nullopt;
    if (!std::holds_alternative<core::done>(verdict)) refuse_verdict(verdict);
    return removed;
}

} // namespace muster::cli
