#include "provider/replies.hpp"

#include "core/ascii.hpp"
#include "core/json_maker.hpp"
#include "core/printable.hpp"
#include "core/read_chosen.hpp"
#include "core/read_json.hpp"
#include "core/redact.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

namespace muster::provider::replies {

namespace json = boost::json;

namespace {

// The platform's words end up in journal, terminal and reports: enough to understand, and no more. Cut once
// they are redacted, as half a key is not known for one; and redacted no further than could show.
constexpr std::size_t longest_message = 300;
constexpr std::size_t longest_looked_at = 4096;

// A number that no double holds is read as infinite, and would be written as no JSON at all.
void endless_to_null(json::value& v) {
    if (auto* const number = v.if_double(); number != nullptr && !std::isfinite(*number)) {
        v = nullptr;
    } else if (auto* const array = v.if_array()) {
        for (auto& each : *array) endless_to_null(each);
    } else if (auto* const object = v.if_object()) {
        for (auto& entry : *object) endless_to_null(entry.value());
    }
}

// Values take many times the memory of their text (`0,0,0`), so a large body is bounded by what it holds,
// too.
constexpr std::size_t most_values = 500'000;

bool holds_too_much(std::string_view body) {
    return body.size() > most_values
           && std::count(body.begin(), body.end(), ',') > std::ptrdiff_t{most_values};
}

// By default 32: one member with a deeper `json` would make its whole page unreadable.
constexpr std::size_t most_depth = 256;

/// A value that goes with its memory: its destructor would have nothing to do.
json::value const* put_into(json::memory_resource& memory, json::value v) {
    void* const place = memory.allocate(sizeof(json::value), alignof(json::value));
    return new (place) json::value(std::move(v));
}

std::span<std::string_view const> put_into(json::memory_resource& memory,
                                           std::vector<std::string_view> const& all) {
    if (all.empty()) return {};
    auto* const place = static_cast<std::string_view*>(
        memory.allocate(all.size() * sizeof(std::string_view), alignof(std::string_view)));
    std::uninitialized_copy(all.begin(), all.end(), place);
    return {place, all.size()};
}

} // namespace

json::value parse(std::string_view body, boost::system::error_code& error, json::storage_ptr memory) {
    if (holds_too_much(body)) {
        error = json::make_error_code(json::error::array_too_large);
        return nullptr;
    }
    json::parse_options options;
    options.max_depth = most_depth;
    auto value = core::read_json(body, error, std::move(memory), options);
    endless_to_null(value);
    return value;
}

json::value const* parse_into(json::monotonic_resource& arena, std::string_view body,
                              boost::system::error_code& error) {
    return put_into(arena, parse(body, error, &arena));
}

listing parse_listing(json::monotonic_resource& arena, std::string_view body, std::string_view list,
                      core::field_choice const* kept, boost::system::error_code& error) {
    if (kept != nullptr && !holds_too_much(body)) {
        if (auto chosen = core::read_chosen(body, list, *kept, &arena, most_depth)) {
            return {put_into(arena, std::move(chosen->whole)), std::move(chosen->texts),
                    put_into(arena, chosen->later)};
        }
    }
    return {parse_into(arena, body, error), {}, {}};
}

void listing::lend_texts(core::member& m, std::size_t n) const {
    if (texts.empty()) return;
    m.text = texts.at(n);
    auto const each = later.size() / texts.size();
    m.later = later.subspan(n * each, each);
}

core::member whole(core::member m) {
    if (m.text.empty()) return m;
    auto const memory = m.document->storage();
    core::json_maker document(m.text, most_depth, memory);
    document.make();
    m.document = &put_into(*memory, document.release())->as_object();
    m.text = {};
    m.later = {};
    return m;
}

core::member read_later(core::member m, core::field_choice const& kept) {
    if (m.later.empty()) return whole(m);
    auto const memory = m.document->storage();
    json::object document(memory);
    document.reserve(m.later.size());
    for (std::size_t i = 0; i < m.later.size(); ++i) {
        if (m.later[i].empty() || !kept.is_of_use(m.later[i])) continue;
        core::json_maker value(m.later[i], most_depth, memory);
        value.make();
        document.emplace(kept.later().at(i), value.release());
    }
    m.document = &put_into(*memory, std::move(document))->as_object();
    m.text = {};
    m.later = {};
    return m;
}

std::string clean(std::string_view text) {
    return core::printable(core::redact(text.substr(0, longest_looked_at)).substr(0, longest_message));
}

std::string text_at(json::object const& o, std::string_view key) {
    auto const* const found = o.if_contains(key);
    return found != nullptr && found->is_string() ? clean(found->get_string()) : std::string();
}

bool mentions(std::string_view text, std::initializer_list<std::string_view> words) {
    auto const lower = core::lower_ascii(text);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view w) { return lower.find(w) != lower.npos; });
}

std::optional<core::verdict> judge_status(http::reply const& r) {
    if (r.status == 429) return core::throttled{};
    if (r.status == 408 || r.status >= 500) return core::transient{"HTTP " + std::to_string(r.status)};
    if (r.status >= 300 && r.status < 400)
        return core::refused{core::refused::cause::address,
                             "the platform redirects to " + clean(r.location) + " (HTTP "
                                 + std::to_string(r.status)
                                 + "); the key is not sent elsewhere. If it has moved for good, set "
                                   "provider.baseUrl"};
    return std::nullopt;
}

core::refused refused_key(unsigned status, std::string const& message, std::string const& code) {
    using cause = core::refused::cause;
    return {status == 403 ? cause::permission : cause::credentials,
            "HTTP " + std::to_string(status) + (message.empty() ? "" : ": " + message),
            code.empty() ? "http-" + std::to_string(status) : code};
}

} // namespace muster::provider::replies
