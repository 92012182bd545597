#include "memberstack.hpp"

#include "as_received.hpp"
#include "bulk_provider.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::simulated {

namespace json = boost::json;
namespace fake = sandbox::memberstack;

namespace {

constexpr std::string_view members_path = "/members/";
constexpr std::string_view numbered_path = "/numbered?page=";

std::vector<fake::plan> plans() {
    auto all = fake::population_plans();
    all.push_back(fake::plan{"pln_silver"}); // what everybody has
    return all;
}

constexpr std::string_view creation_path = "/members";

/// The member that a request would change; of one that makes a member, its e-mail address.
std::string member_of(http::request const& r) {
    if (r.target == creation_path)
        return std::string(json::parse(r.body).as_object().at("email").as_string());
    auto const rest = r.target.substr(members_path.size());
    return rest.substr(0, rest.find('/'));
}

// Pages as a list under load may give them.
void shrink(json::object& page, std::function<std::uint64_t(std::uint64_t)> const& below) {
    auto& data = page["data"].as_array();
    if (data.size() < 2) return;
    data.resize(1 + below(data.size() - 1));
    auto const id = std::string(data.back().as_object().at("id").as_string());
    page["endCursor"] = std::stoull(id.substr(4));
    page["hasNextPage"] = true;
}

void send_back(json::object& page, std::function<std::uint64_t(std::uint64_t)> const& below) {
    auto const cursor = page["endCursor"].to_number<std::uint64_t>();
    page["endCursor"] = below(cursor + 1);
    page["hasNextPage"] = true;
}

void stay(json::object& page, std::string const& target) {
    auto const after = target.find("after=");
    page["endCursor"] = after == std::string::npos ? 0 : std::stoull(target.substr(after + 6));
    page["hasNextPage"] = true;
}

} // namespace

memberstack::memberstack(std::size_t size, bool of_records)
    : of_records_(of_records),
      platform_(fake::population{0, 1}, plans(), effects_) {
    for (std::uint64_t i = 1; i <= size; ++i) insert(i * 10);
}

std::string memberstack::id_at(std::uint64_t position) {
    return "mem_" + std::to_string(position);
}

void memberstack::insert(std::uint64_t position) {
    auto const id = id_at(position);
    if (exists(id) || erased_.contains(id)) return;
    platform_.members().add(
        position,
        {{"id", id},
         {"auth", {{"email", id + "@example.com"}}},
         {"lastLogin", "2024-01-01T00:00:00.000Z"},
         {"customFields", {{"country", matches(position) ? "Germany" : "France"}}},
         {"metaData", json::object()},
         {"json", {{"kept", position}}},
         {"planConnections", {{{"planId", "pln_silver"}, {"status", "ACTIVE"}, {"active", true}}}}});
}

void memberstack::erase(std::string const& id) {
    platform_.members().remove(*platform_.members().find(id));
    erased_.insert(id);
}

bool memberstack::exists(std::string const& id) const {
    return platform_.members().find(id) != nullptr;
}

json::object memberstack::document(std::string const& id) const {
    return fake::document_of(*platform_.members().find(id));
}

std::set<std::string> memberstack::members() const {
    std::set<std::string> all;
    auto const& kept = platform_.members();
    for (auto const* const m : kept.list(0, kept.size(), false).members)
        all.insert(of_records_ ? m->email : m->id);
    return all;
}

std::set<std::string> memberstack::matching() const {
    std::set<std::string> all;
    auto const& kept = platform_.members();
    for (auto const* const m : kept.list(0, kept.size(), false).members)
        if (matches(m->position)) all.insert(m->id);
    return all;
}

std::vector<std::string> memberstack::changed_by(http::request const& r) const {
    if (r.verb == http::method::get || is_bulk_look(r)) return {};
    std::vector<std::string> all;
    for (auto const& part : parts_of(r)) all.push_back(member_of(part));
    return all;
}

bool memberstack::is_page(http::request const& r) const {
    return r.verb == http::method::get && r.target.starts_with("/members?");
}

void memberstack::disturb(http::reply& page, http::request const& asked, std::uint64_t how,
                          std::function<std::uint64_t(std::uint64_t)> const& below) const {
    boost::system::error_code error;
    auto parsed = json::parse(page.body, error);
    if (error || page.status != 200) return;
    if (how == 0) shrink(parsed.as_object(), below);
    if (how == 1) send_back(parsed.as_object(), below);
    if (how == 2) stay(parsed.as_object(), asked.target);
    page.body = json::serialize(parsed);
}

http::reply memberstack::answer(http::request const& r) {
    if (!key_trouble.empty()) return as_received(platform_.error(401, "unauthorized", key_trouble));
    if (is_bulk(r)) return bulk(r);
    if (is_bulk_look(r)) return look(r);
    if (r.target.starts_with(numbered_path)) return as_received(numbered(r.target));
    return as_received(r.verb == http::method::get ? pass_on(r) : change(r));
}

/// All parts or none, unless each is to be answered. Which of several parts is the culprit is not told.
http::reply memberstack::bulk(http::request const& r) {
    auto const parts = parts_of(r);
    auto const any = [&](auto const& is_so) {
        return std::any_of(parts.begin(), parts.end(),
                           [&](auto const& part) { return is_so(member_of(part)); });
    };
    bool const curse = any([&](auto const& id) { return cursed.contains(id); });
    bool const refusal = any([&](auto const& id) { return unacceptable.contains(id) || !exists(id); });
    if (curse || (refusal && !wants_each(r) && parts.size() > 1)) {
        for (auto const& part : parts) ++ledger_[member_of(part)].change_requests;
        return as_received(curse ? sandbox::reply(500, "")
                                 : platform_.error(400, "bad-batch", "one of them is bad"));
    }
    json::array said;
    for (auto const& part : parts) {
        auto one = as_received(change(part));
        bool const well = one.status == 200 || one.body.find("already-have-plan") != std::string::npos;
        if (!wants_each(r) && !well) return one; // the only part
        said.push_back(json::object{{"status", one.status}, {"body", one.body}});
    }
    return as_received({200, wants_each(r) ? json::serialize(said) : "OK"});
}

http::reply memberstack::look(http::request const& r) {
    json::array said;
    for (auto const& part : parts_of(r)) {
        auto const one = as_received(pass_on(part));
        said.push_back(json::object{{"status", one.status}, {"body", one.body}});
    }
    return as_received({200, json::serialize(said)});
}

/// A page by its number, in Memberstack's shape (numbered_provider.cpp).
sandbox::reply memberstack::numbered(std::string const& target) const {
    auto const asked = std::stoul(target.substr(numbered_path.size()));
    auto const number = ignores_numbers ? 1 : asked;
    auto const size = std::stoul(target.substr(target.find("limit=") + 6));
    auto const all = platform_.members().list(0, platform_.members().size(), false).members;
    std::string data;
    for (auto i = (number - 1) * size; i < std::min(number * size, all.size()); ++i)
        data += (data.empty() ? "" : ",") + all[i]->whole();
    bool const more = !data.empty();
    return {200, R"({"data":[)" + data + R"(],"endCursor":)" + std::to_string(asked + 1)
                     + R"(,"hasNextPage":)" + (more ? "true}" : "false}")};
}

sandbox::reply memberstack::pass_on(http::request const& r) {
    sandbox::fault smaller;
    smaller.kind = sandbox::fault_kind::shrink_page;
    smaller.size = largest_page;
    return platform_.answer({std::string(http::to_string(r.verb)), r.target, {}, r.body}, {}, &smaller);
}

sandbox::reply memberstack::change(http::request const& r) {
    if (!r.target.starts_with(creation_path)) return pass_on(r); // no member's
    auto const id = member_of(r);
    auto& entered = ledger_[id];
    ++entered.change_requests;
    if (cursed.contains(id)) return {500, ""};
    if (unacceptable.contains(id)) return platform_.error(400, "not-today", "no");
    auto const before = text_of(id);
    auto said = r.target.ends_with("/bump") ? bump(id) : pass_on(r);
    if (text_of(id) != before) ++entered.changes;
    return said;
}

/// What a raw request does: once more each time.
sandbox::reply memberstack::bump(std::string const& id) {
    auto const* const member = platform_.members().find(id);
    if (member == nullptr) return platform_.error(404, "member-not-found", "Member not found");
    auto changed = fake::document_of(*member);
    auto& count = changed["json"].as_object()["bumped"];
    count = count.is_int64() ? count.as_int64() + 1 : 1;
    platform_.members().replace(*member, std::move(changed));
    return {200, R"({"data":{}})"};
}

std::string memberstack::text_of(std::string const& id) const {
    return platform_.member(id).value_or(std::string());
}

} // namespace muster::simulated
