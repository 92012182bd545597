#include "sandbox/memberstack_v1/population.hpp"

#include "core/time.hpp"
#include "sandbox/random.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <string_view>

namespace muster::sandbox::memberstack_v1 {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 10> countries{
    "Germany", "Germany", "Germany", "USA", "USA", "Sweden", "France", "México", "germany", "Côte d'Ivoire"};
constexpr std::array<std::string_view, 8> first_names{"anna", "ben",   "clara", "david",
                                                      "emma", "felix", "greta", "hugo"};
constexpr std::array<std::string_view, 4> statuses{"trialing", "past_due", "canceled", "expired"};

template <class Words>
std::string_view pick(random& dice, Words const& words) {
    return words[dice.below(words.size())];
}

void append_hex(std::string& to, std::uint64_t bits, int digits) {
    constexpr std::string_view all = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) to += all[(bits >> shift) & 15U];
}

std::string make_email(random& dice, std::uint64_t index) {
    auto const local = std::string(pick(dice, first_names)) + std::to_string(index);
    switch (dice.below(60)) {
    case 0: return local + "+news@example.com";
    case 1: return local + "%40/?&#@example.com";
    case 2: return local + "@müller.example";
    default: return local + "@example.com";
    }
}

constexpr core::wall_time first_day{std::chrono::sys_days(std::chrono::January / 1 / 2018)};

json::object stripe_info(std::uint64_t index) {
    json::object card{{"payment_method", "pm_sb_" + std::to_string(index)},
                      {"brand", "visa"},
                      {"exp_month", "09"},
                      {"exp_year", "27"},
                      {"last4", "1234"}};
    return {{"customer", "cus_sb_" + std::to_string(index)}, {"card", std::move(card)}};
}

// What real lists hold and tidy test data never does.
void make_odd(random& dice, json::object& member) {
    auto& data = member["metaData"].as_object();
    switch (dice.below(80)) {
    case 0: member["metaData"] = nullptr; break;
    case 1: data.erase("country"); break;
    case 2: data["country"] = ""; break;
    case 3: data["bio"] = std::string(500, 'x'); break;
    case 4: data["name"] = "Zoë 🦊 نوعة"; break;
    case 5: data["note"] = "line one\nline two\t\"quoted\" \\ \u001b[31mred"; break;
    case 6: data["address.city"] = "Köln"; break;
    case 7:
        for (int i = static_cast<int>(data.size()); i < 50; ++i) data["k" + std::to_string(i)] = "v"; // full
        break;
    default: break;
    }
    // The reference document: "gets returned if user contains meta data".
    if (member["metaData"].is_object() && member["metaData"].get_object().empty()) member.erase("metaData");
}

void put_memberships(random& dice, json::object& member, bool newer_form, bool test_mode) {
    bool const paid = dice.chance(15);
    auto const& plans = population_plans();
    auto only = membership(paid ? plans[2].id : plans[dice.below(2)].id, paid, test_mode);
    if (dice.chance(10)) only["status"] = pick(dice, statuses);
    if (!newer_form) {
        member["membership"] = std::move(only);
        return;
    }
    json::array all{std::move(only)};
    // Few have two, of which one may be of the other mode.
    if (dice.chance(3)) all.push_back(membership(plans[1].id, false, dice.chance(50)));
    member["memberships"] = std::move(all);
}

} // namespace

std::string member_id(std::uint64_t seed, std::uint64_t index) {
    std::string id;
    append_hex(id, 0x5ed00000U + index,
               8); // grows with time, as the platform's own do; and so none is double
    append_hex(id, mix(seed, index), 16);
    return id;
}

json::object membership(std::string_view plan_id, bool paid, bool test_mode) {
    json::object m{{"oneTime", false},
                   {"testMode", test_mode},
                   {"status", "active"},
                   {"plan", plan_id},
                   {"type", paid ? "paid" : "free"}};
    if (paid) m["amount"] = 3200;
    return m;
}

made_member make_member(population const& people, std::uint64_t index) {
    random dice(mix(people.seed + 2, index));
    made_member made;
    auto& m = made.shown;
    bool const newer_form = dice.chance(33);
    m[newer_form ? "_id" : "id"] = member_id(people.seed, index);
    m["email"] = make_email(dice, index);
    m["createdAt"] = core::to_iso8601(first_day + std::chrono::minutes(7 * index));
    m["metaData"] = json::object{{"country", pick(dice, countries)}};
    if (dice.chance(15)) m["metaData"].as_object()["newsletter"] = dice.chance(50) ? "yes" : "";
    put_memberships(dice, m, newer_form, dice.chance(40));
    if (dice.chance(15)) m["stripeInfo"] = stripe_info(index);
    make_odd(dice, m);
    made.hidden["customFields"] = json::object{{"country", pick(dice, countries)}};
    return made;
}

std::vector<plan> const& population_plans() {
    static std::vector<plan> const all{{"5ed1c411b4a2491976046d43", false},
                                       {"5ed1c411b4a2491976046d44", false},
                                       {"5ed1c411b4a2491976046d50", true}};
    return all;
}

} // namespace muster::sandbox::memberstack_v1
