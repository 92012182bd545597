#include "launch/deed_lines.hpp"

#include <map>
#include <utility>

namespace muster::launch {

namespace {

using wish_for_member = std::function<bool(std::string const&)>;

std::map<std::string, journal::intent> intents_of_line(std::string_view line, wish_for_member const& wanted) {
    std::map<std::string, journal::intent> found;
    journal::decode(line, [&](journal::record&& r) {
        auto* const i = std::get_if<journal::intent>(&r);
        if (i == nullptr || !wanted(i->member)) return;
        auto member = i->member;
        found.insert_or_assign(std::move(member), std::move(*i));
    });
    return found;
}

void tell_intent(deed& d, journal::intent&& i) {
    if (!i.email.empty()) d.email = std::move(i.email);
    if (!i.row.empty()) d.row = std::move(i.row);
    d.change = std::move(i.change);
    d.before = std::move(i.before);
}

} // namespace

std::vector<deed> deeds_of_lines(std::string_view outcome, std::optional<std::string_view> intent,
                                 wish_for_member const& wanted) {
    auto intents = intent ? intents_of_line(*intent, wanted) : std::map<std::string, journal::intent>();
    std::vector<deed> found;
    journal::decode(outcome, [&](journal::record&& r) {
        auto* const s = std::get_if<journal::member_settled>(&r);
        if (s == nullptr || !wanted(s->member)) return;
        auto const intended = intents.find(s->member);
        if (intent && intended == intents.end()) return; // another's, whose key is the same
        deed d;
        d.email = s->email;
        d.row = s->row;
        d.at = s->at;
        if (intended != intents.end()) tell_intent(d, std::move(intended->second));
        d.settled = std::move(*s);
        found.push_back(std::move(d));
    });
    return found;
}

std::vector<deed> open_deeds_of_line(std::string_view intent, wish_for_member const& wanted) {
    std::vector<deed> found;
    for (auto& [member, i] : intents_of_line(intent, wanted)) {
        deed d;
        d.settled.member = member;
        d.settled.page = i.page;
        tell_intent(d, std::move(i));
        found.push_back(std::move(d));
    }
    return found;
}

} // namespace muster::launch
