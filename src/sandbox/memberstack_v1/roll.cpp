#include "sandbox/memberstack_v1/roll.hpp"

#include "core/ascii.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace muster::sandbox::memberstack_v1 {

namespace json = boost::json;

namespace {

std::string id_of(json::object const& shown) {
    auto const* const id = shown.if_contains("id");
    return std::string(std::string_view((id != nullptr ? *id : shown.at("_id")).as_string()));
}

} // namespace

std::string entry::whole() const {
    if (hidden == "{}") return shown;
    auto text = shown;
    text.back() = ','; // the closing brace; neither document is empty here
    return text + hidden.substr(1);
}

entry const& roll::add(json::object const& shown, json::object const& hidden) {
    auto const place = entries_.size();
    auto& member = entries_.emplace_back();
    member.id = id_of(shown);
    member.email = std::string_view(shown.at("email").as_string());
    member.shown = json::serialize(shown);
    member.hidden = json::serialize(hidden);
    places_by_id_[member.id] = place;
    places_by_email_[core::lower_ascii(member.email)] = place;
    if (place % block == 0) in_block_.push_back(0);
    ++in_block_.back();
    return member;
}

entry const* roll::find(std::string_view id) const {
    auto const at = places_by_id_.find(id);
    return at != places_by_id_.end() ? &entries_[at->second] : nullptr;
}

entry const* roll::find_email(std::string_view email) const {
    auto const at = places_by_email_.find(core::lower_ascii(email));
    return at != places_by_email_.end() ? &entries_[at->second] : nullptr;
}

void roll::replace(entry const& member, json::object const& shown, json::object const& hidden) {
    auto const place = place_of(member);
    auto& kept = entries_[place];
    places_by_email_.erase(core::lower_ascii(kept.email));
    kept.email = std::string_view(shown.at("email").as_string());
    kept.shown = json::serialize(shown);
    kept.hidden = json::serialize(hidden);
    places_by_email_[core::lower_ascii(kept.email)] = place;
}

void roll::remove(entry const& member) {
    auto const place = place_of(member);
    places_by_id_.erase(member.id);
    places_by_email_.erase(core::lower_ascii(member.email));
    --in_block_[place / block];
    entries_[place] = entry();
}

std::vector<entry const*> roll::list(std::uint64_t skipped, std::size_t limit) const {
    std::vector<entry const*> found;
    std::size_t at = 0;
    while (at < in_block_.size() && skipped >= in_block_[at]) skipped -= in_block_[at++];
    for (auto place = at * block; place < entries_.size() && found.size() < limit; ++place) {
        if (!is_there(place)) continue;
        if (skipped > 0)
            --skipped;
        else
            found.push_back(&entries_[place]);
    }
    return found;
}

} // namespace muster::sandbox::memberstack_v1
