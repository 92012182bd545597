#include "web/job_list.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "service/job_view.hpp"
#include "service/status_of_run.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

namespace muster::web {

namespace {

constexpr std::chrono::milliseconds longest_answer{200}; // all others wait for it

} // namespace

job_list::job_list(std::string const& place) : jobs_(place) {}

job_list::stamp job_list::stamp_of(files::storage& seen, std::filesystem::path const& path) {
    auto const there = seen.look(path).value_or(files::entry());
    return {there.size, there.changed};
}

bool job_list::is_news(files::storage& seen, journal::directory const& where) {
    auto& k = known_[where.id];
    auto const journal = stamp_of(seen, where.journal()), checkpoint = stamp_of(seen, where.checkpoint()),
               spec = stamp_of(seen, where.spec());
    bool const running = seen.is_locked(where.lock());
    bool const same = k.journal == journal && k.checkpoint == checkpoint && k.spec == spec;
    k.seen = same && !running && !k.running && !k.text.empty();
    if (k.seen) return false;
    k = {journal, checkpoint, spec, running, {}, {}, false};
    return true;
}

void job_list::read(files::storage& seen, journal::directory const& where, core::wall_time now) {
    auto& k = known_[where.id];
    auto const view = service::view_of(seen, where, jobs_.state_option(), now, launch::scrutiny::newest);
    auto shown = service::as_json(view);
    if (auto told = k.running ? told_by(where) : std::nullopt) shown["told"] = *std::move(told);
    k.text = core::printable_json(core::redact(boost::json::serialize(shown)));
    k.started = view.started();
    k.running = k.running || view.job.how == launch::standing::kind::running;
    k.seen = true;
}

std::optional<boost::json::object> job_list::told_by(journal::directory const& where) {
    if (!jobs_.place().is_shared()) return service::status_of_run(jobs_, where, longest_answer);
    auto const it = said_.find(where.id);
    return it == said_.end() ? std::nullopt : service::as_status(it->second);
}

std::string job_list::look(core::wall_time now) {
    if (jobs_.is_missing()) return "[]";
    said_ = jobs_.said_by_runs();
    for (auto& [id, k] : known_) k.seen = false;
    // How the files stand is noted before they are read: whatever is written meanwhile is seen the next time.
    std::vector<std::string> news;
    jobs_.look_at_all(launch::job_part::names, [&](files::storage& seen, journal::directory const& where) {
        if (is_news(seen, where)) news.push_back(where.id);
    });
    jobs_.look_at(news, launch::job_part::standing,
                  [&](files::storage& seen, journal::directory const& where) { read(seen, where, now); });
    std::erase_if(known_, [](auto const& each) { return !each.second.seen; });
    std::vector<known const*> order;
    for (auto const& [id, k] : known_) order.push_back(&k);
    std::stable_sort(order.begin(), order.end(),
                     [](known const* a, known const* b) { return a->started > b->started; });
    std::string text = "[";
    for (auto const* k : order) text.append(text.size() > 1 ? "," : "").append(k->text);
    return text + "]";
}

} // namespace muster::web
