#include "cli/webhook_views.hpp"

#include "cli/columns.hpp"
#include "cli/deed_writer.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/node.hpp"
#include "core/printable.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace muster::cli {

namespace {

namespace json = boost::json;

std::string events_of(provider::webhook const& w, std::string_view between) {
    std::string text;
    for (auto const& event : w.events) text.append(text.empty() ? "" : between).append(event);
    return shown_line(text);
}

std::string active_of(provider::webhook const& w) {
    if (!w.active) return {};
    return *w.active ? "yes" : "no";
}

} // namespace

std::string as_list(std::vector<provider::webhook> const& all, std::optional<std::size_t> columns) {
    std::vector<std::vector<std::string>> rows;
    bool told = false;
    for (auto const& w : all) told = told || w.active.has_value();
    if (columns) rows.push_back({"WEBHOOK", told ? "ACTIVE" : "", "EVENTS", "URL"});
    for (auto const& w : all)
        rows.push_back({shown_line(w.id), active_of(w), events_of(w, ","), shown_line(w.url)});
    return in_columns(rows, columns);
}

std::string as_csv(std::vector<provider::webhook> const& all) {
    std::string out = "webhook,active,events,url\n";
    for (auto const& w : all)
        out += csv_field(shown_line(w.id), false) + "," + active_of(w) + ","
               + csv_field(events_of(w, " "), false) + "," + csv_field(shown_line(w.url), false) + "\n";
    return out;
}

json::object as_json(provider::webhook const& w) {
    json::array events;
    for (auto const& event : w.events) events.emplace_back(json::string(event));
    json::object out;
    out["webhook"] = w.id;
    out["url"] = w.url;
    out["events"] = std::move(events);
    if (w.active) out["active"] = *w.active;
    return out;
}

std::string as_table(provider::webhook const& w, bool wrapped) {
    auto out = table_row("webhook", shown_line(w.id), wrapped) + table_row("url", shown_line(w.url), wrapped)
               + table_row("events", events_of(w, ", "), wrapped);
    if (w.active) out += table_row("active", active_of(w), wrapped);
    return out;
}

std::vector<std::string> doubts_about_events(provider::webhook const& w,
                                             std::vector<std::string_view> const& documented) {
    std::vector<std::string> doubts;
    std::string names;
    for (auto const name : documented) names.append(names.empty() ? "" : ", ").append(name);
    for (auto const& event : w.events) {
        if (std::find(documented.begin(), documented.end(), event) != documented.end()) continue;
        auto const near = core::nearest(event, documented);
        doubts.push_back(core::quoted(event) + " is no event that the platform documents (" + names
                         + "); one that it does not know may never come"
                         + (near ? "; did you mean " + *near + "?" : ""));
    }
    return doubts;
}

std::string address_and_events(provider::webhook const& w) {
    auto text = shown_line(w.url);
    auto const events = events_of(w, ", ");
    if (!events.empty()) text += (text.empty() ? "(" : " (") + events + ")";
    return text;
}

} // namespace muster::cli
