#include "provider/memberpulse/webhooks.hpp"

#include "core/node.hpp"
#include "core/printable.hpp"
#include "provider/documents.hpp"
#include "provider/memberpulse/records.hpp"
#include "provider/memberpulse/replies.hpp"
#include "provider/replies.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace muster::provider::memberpulse {

namespace json = boost::json;

using documents::at_or_null;

namespace {

constexpr std::string_view events_of_document[] = {"member.created", "member.updated"};
constexpr std::string_view page_size = "100"; // as of the other lists; a lower one is found out

std::string id_or_text(json::value const& v) {
    if (auto const* const text = v.if_string()) return std::string(*text);
    return v.is_int64() || v.is_uint64() ? json::serialize(v) : std::string(); // an id may be a number
}

std::optional<bool> first_flag(json::object const& o, std::initializer_list<std::string_view> keys) {
    for (auto const key : keys)
        if (auto const* const flag = at_or_null(o, key).if_bool()) return *flag;
    return std::nullopt;
}

webhook read_webhook(json::object const& o) {
    webhook w;
    w.id = id_or_text(at_or_null(o, "id"));
    w.url = id_or_text(at_or_null(o, "url"));
    if (auto const* const events = at_or_null(o, "events").if_array())
        for (auto const& each : *events)
            if (auto event = id_or_text(each); !event.empty()) w.events.push_back(std::move(event));
    w.active = first_flag(o, {"active", "enabled"});
    w.secret = id_or_text(at_or_null(o, "secret"));
    return w;
}

/// What is wrong with an address, or nullopt. A query is fine: many receivers are told apart by one.
std::optional<std::string> objection_to_url(std::string_view text) {
    auto const parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return "the address is not a URL; write e.g. https://your-app.com/webhook";
    if (parsed->scheme() != "https")
        return "the address must begin with https://, as what is posted there tells of members";
    if (parsed->host().empty()) return "the address names no host";
    if (parsed->has_fragment()) return "the address must not hold a fragment (#), which is never sent";
    return std::nullopt;
}

/// Whether it is written as events are: a resource, a dot, what happened to it.
bool looks_like_event(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    auto const dot = text.find('.');
    if (dot == 0 || dot >= text.size() - 1) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return c == '.' || letters.find(c) != std::string_view::npos; });
}

std::optional<std::string> objection_to_event(std::string const& event) {
    if (looks_like_event(event)) return std::nullopt;
    auto const near = core::nearest(event, {std::begin(events_of_document), std::end(events_of_document)});
    return core::quoted(event) + " is no event: write a resource and what happens to it, as member.created"
           + (near ? "; did you mean " + *near + "?" : "");
}

class calls final : public webhook_calls {
public:
    [[nodiscard]] std::vector<std::string_view> documented_events() const override {
        return {std::begin(events_of_document), std::end(events_of_document)};
    }

    [[nodiscard]] std::optional<std::string> objection(webhook const& w) const override {
        if (auto why = objection_to_url(w.url)) return why;
        if (w.events.empty()) return "it names no event";
        for (auto const& event : w.events)
            if (auto why = objection_to_event(event)) return why;
        return std::nullopt;
    }

    [[nodiscard]] http::request list(std::size_t page) const override {
        return {http::method::get,
                "/webhooks?page=" + std::to_string(page) + "&itemsPerPage=" + std::string(page_size)};
    }

    [[nodiscard]] std::variant<webhook_page, core::verdict> read_page(http::reply const& r) const override {
        if (auto verdict = judge_status_of_route(r)) return std::move(*verdict);
        boost::system::error_code error;
        auto const body = replies::parse(r.body, error);
        if (error) return core::verdict(core::transient{"the list is not JSON (" + error.message() + ")"});
        auto const list = find_list(body);
        if (!list) return core::verdict(core::transient{"the reply holds no list of webhooks"});
        webhook_page page{{}, list->total};
        for (auto const& each : *list->records) {
            auto const* const object = each.if_object();
            auto w = object != nullptr ? read_webhook(*object) : webhook();
            if (w.id.empty()) return core::verdict(core::transient{"the list holds a webhook without an id"});
            w.secret.clear();
            page.webhooks.push_back(std::move(w));
        }
        return page;
    }

    [[nodiscard]] http::request add(webhook const& w) const override {
        json::array events;
        for (auto const& event : w.events) events.emplace_back(json::string(event));
        json::object body;
        body["url"] = w.url;
        body["events"] = std::move(events);
        return {http::method::post, "/webhooks", json::serialize(body)};
    }

    [[nodiscard]] std::variant<webhook, core::verdict> read_added(webhook const& w,
                                                                  http::reply const& r) const override {
        if (auto verdict = judge_status_of_route(r)) return std::move(*verdict);
        boost::system::error_code error;
        auto const body = replies::parse(r.body, error);
        auto const* const record = error ? nullptr : find_record(body);
        if (record == nullptr) return core::verdict(core::transient{"a success without the webhook"});
        auto told = read_webhook(record->get_object());
        if (told.url.empty()) told.url = w.url;
        if (told.events.empty()) told.events = w.events;
        return told;
    }

    [[nodiscard]] http::request remove(std::string_view id) const override {
        return {http::method::del, "/webhooks/" + http::percent_encode(id)};
    }

    [[nodiscard]] core::verdict read_removed(http::reply const& r) const override {
        if (auto verdict = judge_status(r)) return std::move(*verdict);
        boost::system::error_code error;
        if (!r.body.empty()) replies::parse(r.body, error); // DELETE answers 204
        if (error) return core::transient{"a success whose body is not JSON (" + error.message() + ")"};
        return core::done{};
    }
};

} // namespace

webhook_calls const& account_webhooks() {
    static calls const all;
    return all;
}

} // namespace muster::provider::memberpulse
