#include "sandbox/publisher/population.hpp"

#include "sandbox/random.hpp"

#include <array>

namespace muster::sandbox::publisher {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 8> countries{"Germany", "Germany", "Germany",    "USA",
                                                    "USA",     "Sweden",  "Österreich", "Côte d'Ivoire"};
constexpr std::array<std::string_view, 3> levels{"reader", "subscriber", "patron"};

/// Any string may be a ref, the document says. The index in it keeps them apart.
std::string make_ref(random& dice, std::uint64_t index) {
    auto const number = std::to_string(index);
    switch (dice.below(100)) {
    case 0: return "crm contact " + number;
    case 1: return " " + number + " ";
    case 2: return "ann+" + number + "@example.com";
    case 3: return "a/b?c&d=" + number + "#%20";
    case 4: return "\"" + number + "\"\\";
    case 5: return "Zoë-" + number + "-🦊";
    case 6: return "tab\tand\nline " + number;
    case 7: return "m_" + number;    // as an id looks
    case 8: return "User_" + number; // another than user_...
    case 9: return number;
    case 10: return "-" + number + "," + std::string(240, 'x');
    default: return "user_" + number;
    }
}

json::object make_attributes(random& dice) {
    json::object a;
    a["country"] = countries[dice.below(countries.size())];
    a["level"] = levels[dice.below(levels.size())];
    a["active"] = dice.chance(80);
    if (dice.chance(40)) a["visits"] = dice.below(500);
    return a;
}

} // namespace

std::string member_id(std::uint64_t seed, std::uint64_t index) {
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string id = "m_";
    auto bits = mix(seed, index);
    for (int i = 0; i < 4; ++i, bits /= 36) id += digits[bits % 36];
    // The index itself ends the id: no two members of a population can share one.
    std::string tail(6, '0');
    for (auto at = tail.rbegin(); at != tail.rend(); ++at, index /= 36) *at = digits[index % 36];
    return id + tail;
}

json::object make_member(population const& people, std::uint64_t index) {
    random dice(mix(people.seed + 2, index));
    json::object m;
    m["id"] = member_id(people.seed, index);
    m["ref"] = make_ref(dice, index);
    m["attributes"] = make_attributes(dice);
    switch (dice.below(100)) {
    case 0: m.erase("attributes"); break;
    case 1: m["attributes"] = nullptr; break;
    case 2: m["attributes"].as_object().clear(); break;
    case 3: m["attributes"].as_object()["country"] = nullptr; break;
    case 4: m["attributes"].as_object()["note"] = "line one\nline two \"quoted\" \\ \u001b[31mred"; break;
    default: break;
    }
    return m;
}

} // namespace muster::sandbox::publisher
