#include "engine/preview.hpp"

#include "async/run_all.hpp"
#include "core/errors.hpp"
#include "core/row_column.hpp"
#include "engine/open_feed.hpp"
#include "provider/reversal.hpp"

#include <algorithm>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

boost::json::array shown_cells(proposal const& p) {
    boost::json::array all;
    for (auto const* const cell : p.exported.cells) all.push_back(*cell);
    return all;
}

/// How many requests a change takes, of its share in what one carries.
double requests_of(core::change const& c, provider::provider const& platform) {
    auto const together = provider::members_per_request(platform.about(), c);
    return (platform.needs_current(c) ? 1.0 : 0.0) + 1 / static_cast<double>(together);
}

void count(preview& all, proposal& p, spec::spec const& spec, preview_choices const& choices) {
    using kind = proposal::kind;
    ++all.seen;
    if (p.what == kind::not_matching) return;
    ++all.matched;
    if (p.what == kind::change) {
        ++all.to_change;
        if (core::makes_member(p.change)) ++all.to_create;
        auto const doubt = spec.platform->in_doubt(p.change);
        if (doubt == provider::doubt::send_again) ++all.sent_again;
        if (doubt == provider::doubt::give_up) ++all.given_up;
        all.change_requests += requests_of(p.change, *spec.platform);
        if (auto const why = provider::objection_to_undo(p.change, p.before)) {
            ++all.irreversible;
            all.why_irreversible = *why;
        }
        if (choices.on_change) choices.on_change(p);
        if (all.examples.size() < choices.examples)
            all.examples.push_back(
                {std::string(p.member), std::string(p.email), std::move(p.change), std::move(p.before), {}});
    } else if (p.what == kind::row) {
        ++all.to_change;
        if (all.examples.size() < choices.examples)
            all.examples.push_back({std::string(p.member), std::string(p.email), {}, {}, shown_cells(p)});
    } else if (p.what == kind::impossible) {
        ++all.impossible;
        ++all.why_impossible[p.code];
        // A row that nobody is named by is called by its place, which its message tells.
        if (all.faults.size() < choices.examples)
            all.faults.push_back(p.message.starts_with(p.member) ? p.message
                                                                 : std::string(p.member) + ": " + p.message);
    } else {
        ++all.needs_nothing;
    }
}

/// The fields that the spec takes members to have. Some platforms have the id under another name.
std::vector<std::string> fields_looked_for(spec::spec const& spec) {
    auto fields = spec.where.fields();
    // A row's columns are looked for in its file.
    std::erase_if(fields, [](std::string const& f) { return core::row_column(f).has_value(); });
    if (!spec.sink) return fields;
    for (auto& field : spec.sink->fields())
        if (field != "id" && std::find(fields.begin(), fields.end(), field) == fields.end())
            fields.push_back(std::move(field));
    return fields;
}

asio::awaitable<void> read_list(feed& source, spec::spec const& spec, preview& result,
                                preview_choices const& choices, async::stop& over) {
    while (!result.whole && result.seen < choices.members) {
        auto next = co_await source.next();
        if (!next) break;
        for (auto& p : next->proposals) count(result, p, spec, choices);
        result.list_total = next->total;
        result.whole = !next->more;
    }
    over.request();
}

} // namespace

std::optional<double> preview::part_seen() const {
    if (whole) return 1;
    if (!list_total || *list_total == 0 || seen == 0) return std::nullopt;
    return std::min(1.0, static_cast<double>(seen) / static_cast<double>(*list_total));
}

std::optional<std::uint64_t> preview::likely_matched() const {
    auto const part = part_seen();
    if (!part) return std::nullopt;
    return static_cast<std::uint64_t>(static_cast<double>(matched) / *part + 0.5);
}

asio::awaitable<preview> preview_job(surroundings with, spec::spec const& spec, preview_choices choices,
                                     async::stop& stop) {
    gate open(with, spec, choices.ignore_windows);
    std::string used_up;
    caller calls(with, spec, open, stop, [&](quota_used_up const& u) {
        used_up = u.words;
        stop.request();
    });
    field_census census(fields_looked_for(spec));
    list_feed::start from;
    from.persistent = choices.persistent;
    from.on_member = [&census](core::member const& m) { census.look_at(m); };
    from.total = choices.rows;
    preview result;
    feed_choices as_chosen;
    if (spec.rows) as_chosen.kept = choices.kept;
    as_chosen.on_match = [&result](match_cost const& c) { result.match = c; };
    auto const source = open_feed(with, spec, calls, stop, std::move(from), std::move(as_chosen));
    result.of_export = spec.sink.has_value();
    async::stop over;
    bool window_closed = false;
    std::function<void()> on_closed = [&] {
        window_closed = true;
        stop.request();
    };
    std::function<void()> on_error = [&] { over.request(); };
    std::vector<asio::awaitable<void>> tasks;
    tasks.push_back(read_list(*source, spec, result, choices, over));
    tasks.push_back(open.watch(over, std::move(on_closed)));
    co_await async::run_all(std::move(tasks), std::move(on_error));
    if (window_closed && !result.whole) {
        std::string words = "the window closed before the list was read; nothing was changed";
        auto const too_short = open.if_next_is_too_short();
        if (!too_short.empty())
            words += "; the next one opens " + spec.windows.describe(*open.opens_next()) + too_short;
        throw core::job_error(core::exit_status::stopped, words);
    }
    if (!used_up.empty() && !result.whole)
        throw core::job_error(core::exit_status::stopped,
                              used_up + ". The list was not read to its end; nothing was changed");
    result.quotas = calls.quotas().uses();
    result.missing = census.missing();
    result.requests = calls.totals().requests;
    co_return result;
}

} // namespace muster::engine
