#include "provider/memberstack_v1/state.hpp"

#include "provider/documents.hpp"

#include <algorithm>
#include <string_view>

namespace muster::provider::memberstack_v1 {

namespace json = boost::json;

using documents::at_or_null;
using documents::same;

namespace {

/// Fields that the reference document sets, and shows in none of its replies.
bool may_be_hidden(std::string_view field, settings const& s) {
    return field == "memberPage" || (field == "customFields" && !s.shows_custom_fields);
}

bool is_hidden(json::object const& member, std::string_view field, settings const& s) {
    return may_be_hidden(field, s) && !member.contains(field);
}

bool holds(json::object const& member, std::string_view field, json::value const& wanted, bool merge,
           settings const& s) {
    auto const& now = at_or_null(member, field);
    if (field == "email") return documents::same_email(now, wanted);
    if (field == "metaData" && s.replaces_meta_data)
        return merge ? same(documents::merge_patch(now, wanted), now) : same(now, wanted);
    if (field == "customFields" || field == "metaData") return documents::each_key_holds(now, wanted);
    return same(now, wanted);
}

} // namespace

effect fields_hold(json::object const& member, core::update_fields const& update, settings const& s) {
    bool hidden = false;
    for (auto const& entry : update.set) {
        std::string_view const field = entry.key();
        if (is_hidden(member, field, s))
            hidden = true;
        else if (!holds(member, field, entry.value(), update.merge, s))
            return effect::absent;
    }
    return hidden ? effect::cannot_tell : effect::present;
}

bool sets_what_is_hidden(json::object const& set, settings const& s) {
    return std::any_of(set.begin(), set.end(),
                       [&](auto const& entry) { return may_be_hidden(entry.key(), s); });
}

json::object old_fields(json::object const& member, json::object const& set, settings const& s) {
    json::object old;
    for (auto const& entry : set) {
        std::string_view const field = entry.key();
        if (is_hidden(member, field, s)) continue;
        auto const& now = at_or_null(member, field);
        auto const* const keys = entry.value().if_object();
        bool const whole = field == "metaData" && s.replaces_meta_data;
        bool const by_key = keys != nullptr && !whole && (field == "customFields" || field == "metaData");
        if (by_key)
            old[field] = documents::part_of(now, *keys);
        else
            old[field] = now;
    }
    return old;
}

} // namespace muster::provider::memberstack_v1
