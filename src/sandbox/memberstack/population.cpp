#include "sandbox/memberstack/population.hpp"

#include "core/time.hpp"
#include "sandbox/random.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace muster::sandbox::memberstack {
namespace json = boost::json;
namespace {

struct share {
    std::string_view name;
    std::uint64_t of_thousand;
};

// "germany" and "Germany " are slips of members' own keyboards: equals must tell them apart.
constexpr std::array<share, 15> countries{{{"Germany", 300},
                                           {"USA", 230},
                                           {"Sweden", 90},
                                           {"United Kingdom", 80},
                                           {"France", 70},
                                           {"Austria", 50},
                                           {"Switzerland", 45},
                                           {"Netherlands", 40},
                                           {"Brazil", 30},
                                           {"Japan", 20},
                                           {"México", 15},
                                           {"Côte d'Ivoire", 10},
                                           {"Österreich", 8},
                                           {"germany", 8},
                                           {"Germany ", 4}}};

constexpr std::array<std::string_view, 12> first_names{"Anna",  "Ben",  "Clara", "David", "Emma", "Felix",
                                                       "Greta", "Hugo", "Ida",   "Jonas", "Kim",  "Lena"};
constexpr std::array<std::string_view, 6> unicode_names{
    "Zoë 🦊🎉",
    "נועה לוי",
    "محمد بن علي",
    "山田 太郎",
    "Łukasz Żółć",
    "e\u0301\u200d👩‍👩‍👧"}; // the last: a combining accent, a joiner, a family of one glyph
constexpr std::array<std::string_view, 3> permissions{"view:basic:workouts", "view:all:workouts",
                                                      "per_basic"};

std::string_view pick_country(random& dice) {
    auto left = dice.below(1000);
    for (auto const& c : countries) {
        if (left < c.of_thousand) return c.name;
        left -= c.of_thousand;
    }
    return "Germany";
}

template <class Words>
std::string_view pick(random& dice, Words const& words) {
    return words[dice.below(words.size())];
}

std::string make_email(random& dice, std::string_view name, std::uint64_t index) {
    std::string local(name);
    local[0] = static_cast<char>(local[0] - 'A' + 'a');
    local += std::to_string(index);
    auto const kind = dice.below(200);
    if (kind < 10) return local + "+news@example.com";
    if (kind == 10) return "\"" + local + " o'neil\"@example.com";
    if (kind == 11) return local + "%40/?&#@example.com";
    if (kind == 12) return local + "@müller.example";
    return local + "@example.com";
}

constexpr core::wall_time first_day{std::chrono::sys_days(std::chrono::January / 1 / 2021)};
constexpr core::wall_time last_sign_up{std::chrono::sys_days(std::chrono::July / 1 / 2025)};
constexpr core::wall_time last_day{std::chrono::sys_days(std::chrono::January / 1 / 2026)};

core::wall_time created_at(population const& people, std::uint64_t index) {
    using std::chrono::milliseconds;
    auto const span = std::chrono::duration_cast<milliseconds>(last_sign_up - first_day).count();
    auto const step =
        static_cast<double>(span) / static_cast<double>(std::max<std::uint64_t>(people.size, 1));
    auto const offset = (static_cast<double>(index) + fraction(mix(people.seed, ~index))) * step;
    return first_day + milliseconds(static_cast<std::int64_t>(offset));
}

json::value last_login(random& dice, core::wall_time created) {
    if (dice.chance(10)) return nullptr; // never logged in
    auto const span = std::chrono::duration_cast<std::chrono::seconds>(last_day - created).count();
    auto const offset = static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(span)));
    return json::value(core::to_iso8601(created + std::chrono::seconds(offset)));
}

json::object custom_fields(random& dice, std::string_view name) {
    json::object fields;
    fields["country"] = pick_country(dice);
    fields["first-name"] = name;
    if (dice.chance(40)) fields["newsletter"] = dice.chance(50) ? "yes" : "";
    if (dice.chance(30)) fields["visits"] = dice.below(500);
    return fields;
}

void give_plans(random& dice, json::object& member, std::string_view id) {
    json::array plans;
    auto const tail = std::string(id.substr(7));
    if (dice.chance(15)) plans.push_back(plan_connection("con_sb_f" + tail, "pln_free", false));
    if (dice.chance(10)) plans.push_back(plan_connection("con_sb_g" + tail, "pln_gold", false));
    if (dice.chance(5)) plans.push_back(plan_connection("con_sb_p" + tail, "pln_pro", true));
    if (dice.chance(1)) {
        auto ended = plan_connection("con_sb_e" + tail, "pln_ended", true);
        ended["active"] = false;
        ended["status"] = "CANCELED";
        plans.push_back(std::move(ended));
    }
    member["planConnections"] = std::move(plans);
}

// What real lists hold and tidy test data never does.
void make_odd(random& dice, json::object& member) {
    auto& fields = member["customFields"].as_object();
    switch (dice.below(120)) {
    case 0: member.erase("customFields"); break;
    case 1: member["customFields"] = nullptr; break;
    case 2: fields.erase("country"); break;
    case 3: fields["country"] = ""; break;
    case 4: fields["country"] = nullptr; break;
    case 5: fields["bio"] = std::string(4096, 'x'); break;
    case 6: member["metaData"] = nullptr; break;
    case 7: member.erase("lastLogin"); break;
    case 8: member["loginRedirect"] = ""; break;
    case 9: member.erase("permissions"); break;
    case 10: fields["notes"] = "line one\nline two\t\"quoted\" \\ \u001b[31mred\u001b[0m <b>&amp;</b>"; break;
    case 11: fields["address.city"] = "Köln"; break; // a key with a dot of its own
    case 12: fields.clear(); break;
    default: break;
    }
}

} // namespace

std::string member_id(std::uint64_t seed, std::uint64_t index) {
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    auto bits = mix(seed, index);
    std::string id = "mem_sb_cl";
    for (int i = 0; i < 12; ++i, bits /= 36) id += digits[bits % 36];
    // The index itself ends the id: no two members of a population can share one.
    std::string tail(11, '0');
    for (auto at = tail.rbegin(); index != 0; ++at, index /= 36) *at = digits[index % 36];
    return id + tail;
}

std::uint64_t list_position(std::uint64_t seed, std::uint64_t index) {
    constexpr std::uint64_t stride = 7;
    return 100 + index * stride + mix(seed + 1, index) % stride;
}

json::object plan_connection(std::string_view connection_id, std::string_view plan_id, bool paid) {
    json::object c;
    c["id"] = connection_id;
    c["active"] = true;
    c["status"] = "ACTIVE";
    c["planId"] = plan_id;
    c["planName"] = "Plan " + std::string(plan_id.substr(std::min<std::size_t>(4, plan_id.size())));
    c["type"] = paid ? "SUBSCRIPTION" : "FREE";
    c["payment"] = nullptr;
    if (paid) c["payment"] = json::object({{"amount", 9}, {"currency", "eur"}, {"status", "PAID"}});
    return c;
}

json::object make_member(population const& people, std::uint64_t index) {
    random dice(mix(people.seed + 2, index));
    auto const id = member_id(people.seed, index);
    auto const created = created_at(people, index);
    auto const plain_name = pick(dice, first_names);
    auto const name = dice.chance(3) ? pick(dice, unicode_names) : plain_name;
    json::object m;
    m["id"] = id;
    m["createdAt"] = core::to_iso8601(created);
    m["lastLogin"] = last_login(dice, created);
    m["auth"] = json::object({{"email", make_email(dice, plain_name, index)}});
    m["verified"] = dice.chance(70);
    m["profileImage"] = nullptr;
    m["customFields"] = custom_fields(dice, name);
    m["metaData"] = json::object({{"avatar", "photo" + std::to_string(dice.below(9)) + ".png"}});
    m["loginRedirect"] = dice.chance(50) ? json::value("/welcome") : json::value(nullptr);
    m["permissions"] = json::array({pick(dice, permissions)});
    give_plans(dice, m, id);
    if (dice.chance(60))
        m["json"] = json::object({{"counter", dice.below(100)}, {"tags", json::array({"a", "b"})}});
    make_odd(dice, m);
    return m;
}

std::vector<plan> const& population_plans() {
    static std::vector<plan> const all{
        {"pln_free", false}, {"pln_gold", false}, {"pln_pro", true}, {"pln_ended", true}};
    return all;
}

} // namespace muster::sandbox::memberstack
