#include "reversal_forecast.hpp"

#include <algorithm>

namespace muster::simulated {

namespace {

/// What becomes of whoever a job made.
std::string unmake(reversal_forecast& f, std::string const& id, std::string const& made_as,
                   std::string const& reference, bool force) {
    auto const at = f.after.find(id);
    if (at == f.after.end()) return "already";
    bool const is_known = value_at(at->second, reference) == boost::json::value(made_as);
    if (!is_known && !force) return "conflict";
    f.after.erase(at);
    ++f.beyond_recall;
    return "done";
}

/// Keys of Memberstack's `json`, which it replaces whole, are taken back together.
bool is_key_of_json(past_deed::field const& f) {
    return f.path.starts_with("json.");
}

/// What becomes of a member whose fields a job wrote.
std::string restore(reversal_forecast& f, std::string const& id, past_deed const& d, bool force) {
    auto const at = f.after.find(id);
    if (at == f.after.end()) return "no-such-member";
    past_deed back;
    std::size_t as_before = 0; // of the keys of `json`
    std::size_t as_written = 0;
    for (auto const& each : d.fields) {
        auto now = value_at(at->second, each.path);
        bool const is_key = is_key_of_json(each);
        if (is_key && each.before != each.written) ++(now == each.before ? as_before : as_written);
        if (now != each.before && now != each.written && !force) return "conflict";
        if (now != each.before || is_key) back.fields.push_back({each.path, std::move(now), each.before});
    }
    if (as_before > 0 && as_written > 0 && !force) return "conflict";
    bool const nothing = std::all_of(back.fields.begin(), back.fields.end(),
                                     [](auto const& each) { return each.before == each.written; });
    if (nothing) return "already";
    for (auto const& each : back.fields) set_at(at->second, each.path, each.written);
    f.did.emplace(id, std::move(back));
    return "done";
}

} // namespace

reversal_forecast forecast_reversal(past_deeds const& deeds, everybody const& now,
                                    std::string const& reference, bool force) {
    reversal_forecast f;
    f.after = now;
    for (auto const& [id, deed] : deeds)
        f.outcomes[id] = deed.made_as.empty() ? restore(f, id, deed, force)
                                              : unmake(f, id, deed.made_as, reference, force);
    return f;
}

} // namespace muster::simulated
