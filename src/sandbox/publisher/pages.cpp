#include "sandbox/publisher/pages.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>

namespace muster::sandbox::publisher {
namespace json = boost::json;
namespace {

constexpr std::uint64_t default_limit = 100;

/// The number under a key, `fallback` where there is none; nullopt for what is no number from `least`.
std::optional<std::uint64_t> number(json::object const& o, std::string_view key, std::uint64_t least,
                                    std::uint64_t fallback) {
    auto const* const value = o.if_contains(key);
    if (value == nullptr) return fallback;
    if (!value->is_int64() || value->get_int64() < static_cast<std::int64_t>(least)) return std::nullopt;
    return static_cast<std::uint64_t>(value->get_int64());
}

bool is_among(json::array const& in, std::string_view text) {
    return std::any_of(in.begin(), in.end(), [&](json::value const& each) {
        return each.is_string() && each.get_string() == text;
    });
}

/// Those whom a filter lets through: of all members by the first filter, of those found so far by the others.
/// nullopt for a filter that makes no sense.
std::optional<std::vector<entry const*>> filtered(roll const& members, json::value const& filter,
                                                  std::optional<std::vector<entry const*>> const& so_far) {
    auto const* const o = filter.if_object();
    auto const* const key = o != nullptr ? o->if_contains("key") : nullptr;
    auto const* const in = o != nullptr && o->contains("in") ? o->at("in").if_array() : nullptr;
    if (key == nullptr || in == nullptr || (*key != "ref" && *key != "id")) return std::nullopt;
    bool const by_ref = *key == "ref";
    std::vector<entry const*> found;
    if (so_far) {
        for (auto const* const each : *so_far)
            if (is_among(*in, by_ref ? each->ref : each->id)) found.push_back(each);
        return found;
    }
    for (auto const& each : *in) {
        if (!each.is_string()) return std::nullopt;
        auto const* const member =
            by_ref ? members.by_ref(each.get_string()) : members.by_id(each.get_string());
        if (member != nullptr) found.push_back(member);
    }
    auto const earlier = [](entry const* a, entry const* b) { return a->position < b->position; };
    std::sort(found.begin(), found.end(), earlier);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

reply invalid_list(std::string_view message) {
    return error_reply(400, "validation-error", message);
}

std::string without_id(entry const& member) {
    auto document = document_of(member);
    document.erase("id");
    return json::serialize(document);
}

} // namespace

reply list_members(roll const& members, json::object const& body, bool ignores_offset, fault const* spoiled) {
    auto const* const pagination = body.if_contains("pagination");
    if (pagination != nullptr && !pagination->is_object())
        return invalid_list("pagination must be an object");
    auto const& asked = pagination != nullptr ? pagination->get_object() : json::object();
    auto const limit = number(asked, "limit", 1, default_limit);
    auto const offset = number(asked, "offset", 0, 0);
    if (!limit || !offset) return invalid_list("limit must be a number from 1, offset one from 0");
    auto const is = [&](fault_kind kind) { return spoiled != nullptr && spoiled->kind == kind; };
    auto const count = is(fault_kind::shrink_page) ? std::min<std::uint64_t>(*limit, spoiled->size) : *limit;
    bool const rewound = ignores_offset || is(fault_kind::rewind_cursor) || is(fault_kind::stuck_cursor);
    auto const from = rewound ? 0 : *offset;

    std::vector<entry const*> page;
    auto const* const filters = body.if_contains("filters");
    if (filters != nullptr && !filters->is_array()) return invalid_list("filters must be a list");
    if (filters == nullptr || filters->get_array().empty()) {
        page = members.list(from, count);
    } else {
        std::optional<std::vector<entry const*>> found;
        for (auto const& each : filters->get_array()) {
            found = filtered(members, each, found);
            if (!found) return invalid_list("a filter must be {key: ref or id, in: [...]}");
        }
        auto const begin = std::min<std::uint64_t>(from, found->size());
        auto const end = begin + std::min<std::uint64_t>(count, found->size() - begin);
        page.assign(found->begin() + static_cast<std::ptrdiff_t>(begin),
                    found->begin() + static_cast<std::ptrdiff_t>(end));
    }
    if (is(fault_kind::repeat_member) && !page.empty()) page.push_back(page.front());

    std::string text = "[";
    for (auto const* const each : page) {
        bool const first = text.size() == 1;
        if (!first) text += ',';
        text += first && is(fault_kind::no_id) ? without_id(*each) : each->text;
    }
    return reply(200, text + "]");
}

} // namespace muster::sandbox::publisher
