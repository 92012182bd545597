#include "portrait.hpp"

#include <algorithm>

namespace muster::simulated {

namespace json = boost::json;

namespace {

/// Without what the platform itself writes at each change.
json::object as_kept(json::object document) {
    document.erase("updatedAt");
    return document;
}

/// Sets fields as all platforms do: an object key by key, all else whole.
void set_fields(json::object& document, json::object const& fields) {
    for (auto const& field : fields) {
        auto& slot = document[field.key()];
        if (!field.value().is_object() || !slot.is_object())
            slot = field.value();
        else
            for (auto const& each : field.value().get_object()) slot.get_object()[each.key()] = each.value();
    }
}

/// Whether a member was made of that record; what becomes of password and plan, each platform knows itself.
bool is_made_of(json::object const& document, json::object record) {
    record.erase("password");
    record.erase("plan");
    if (!document.contains("email")) record.erase("email"); // Memberstack keeps it elsewhere
    auto with_all = document;
    set_fields(with_all, record);
    return with_all == document;
}

} // namespace

portrait::portrait(model_server const& server, spec::spec const& job) : server_(server), job_(job) {
    for (auto const& each : server.members()) before_[each] = as_kept(server.document(each));
}

std::vector<std::string> portrait::differences(std::set<std::string> const& done,
                                               std::set<std::string> const& unknown,
                                               std::set<std::string> const& meddled_with) const {
    std::vector<std::string> all;
    auto everybody = done;
    for (auto const& [member, document] : before_) everybody.insert(member);
    for (auto const& member : everybody) {
        if (unknown.contains(member) || meddled_with.contains(member)) continue;
        auto const wrong = difference(member, done.contains(member));
        if (!wrong.empty()) all.push_back(member + wrong);
    }
    return all;
}

std::string portrait::difference(std::string const& member, bool done) const {
    auto const known = before_.find(member);
    auto const* const record = job_.records ? job_.records->find(member) : nullptr;
    if (known == before_.end()) { // somebody new
        if (record == nullptr) return {};
        bool const made = server_.exists(member) && is_made_of(server_.document(member), record->document);
        return made ? std::string() : " was not made of its record";
    }
    auto wanted = known->second;
    core::change change;
    if (done) {
        core::member m;
        m.id = member;
        m.document = record != nullptr ? &record->document : &known->second;
        auto const decided = job_.operation->decide(m);
        if (auto const* const found = std::get_if<core::change>(&decided)) change = *found;
        if (std::holds_alternative<core::delete_member>(change))
            return server_.exists(member) ? " was not deleted" : "";
        if (auto const* const update = std::get_if<core::update_fields>(&change))
            set_fields(wanted, update->set);
        else if (auto const* const upsert = std::get_if<core::upsert_member>(&change))
            set_fields(wanted, upsert->document);
        else
            return {}; // what it does is not known here
    }
    if (!server_.exists(member)) return " is gone";
    if (as_kept(server_.document(member)) == wanted) return {};
    return done ? " is not as it should be" : " was changed";
}

} // namespace muster::simulated
