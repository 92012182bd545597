#include "sandbox/memberstack/roll.hpp"

#include "core/ascii.hpp"
#include "core/read_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muster::sandbox::memberstack {
namespace {

void write(entry& member, boost::json::object document) {
    auto const field = document.find("json");
    member.json.clear();
    if (field != document.end()) {
        member.json = boost::json::serialize(field->value());
        document.erase(field);
    }
    member.id = std::string_view(document.at("id").as_string());
    member.email = std::string_view(document.at("auth").as_object().at("email").as_string());
    member.listed = boost::json::serialize(document);
}

} // namespace

std::string entry::whole() const {
    if (json.empty()) return listed;
    auto text = listed;
    text.pop_back(); // the closing brace; a document is never empty, as it holds the id
    return text + ",\"json\":" + json + "}";
}

entry const& roll::add(std::uint64_t position, boost::json::object document) {
    auto& member = members_[position];
    member.position = position;
    write(member, std::move(document));
    by_id_[member.id] = &member;
    by_email_[core::lower_ascii(member.email)] = &member;
    return member;
}

entry const* roll::find(std::string_view id_or_email) const {
    if (auto const at = by_id_.find(id_or_email); at != by_id_.end()) return at->second;
    if (auto const at = by_email_.find(core::lower_ascii(id_or_email)); at != by_email_.end())
        return at->second;
    return nullptr;
}

void roll::replace(entry const& member, boost::json::object document) {
    by_id_.erase(member.id);
    by_email_.erase(core::lower_ascii(member.email));
    add(member.position, std::move(document));
}

void roll::remove(entry const& member) {
    by_id_.erase(member.id);
    by_email_.erase(core::lower_ascii(member.email));
    members_.erase(member.position);
}

roll::stretch roll::list(std::uint64_t after, std::size_t limit, bool newest_first) const {
    stretch found;
    auto take = [&](auto from, auto end) {
        for (; from != end && found.members.size() < limit; ++from) found.members.push_back(&from->second);
        found.more = from != end;
    };
    if (newest_first) {
        auto const from = after == 0 ? members_.end() : members_.lower_bound(after);
        take(std::make_reverse_iterator(from), members_.rend());
    } else {
        take(members_.upper_bound(after), members_.end());
    }
    return found;
}

void roll::clear() {
    by_id_.clear();
    by_email_.clear();
    members_.clear();
}

boost::json::object document_of(entry const& member) {
    return core::read_json(member.whole()).as_object();
}

} // namespace muster::sandbox::memberstack
