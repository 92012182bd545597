#include "sandbox/memberpulse/population.hpp"

#include "core/time.hpp"
#include "sandbox/random.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace muster::sandbox::memberpulse {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 6> first_names{"Anna", "Ben", "Clara", "David", "Zoë 🦊", "محمد"};
constexpr std::array<std::string_view, 5> last_names{"Berg", "O'Neil", "García", "Łukasz", "山田"};
constexpr std::array<std::string_view, 8> countries{"Germany", "Germany", "Germany", "Sweden",
                                                    "France",  "Japan",   "germany", "Côte d'Ivoire"};
constexpr std::array<std::string_view, 5> member_states{"active", "active", "active", "pending", "expired"};
constexpr std::array<std::string_view, 5> event_states{"draft", "draft", "published", "published",
                                                       "cancelled"};
constexpr std::array<std::string_view, 4> course_states{"active", "active", "draft", "archived"};

constexpr core::wall_time first_day{std::chrono::sys_days(std::chrono::January / 1 / 2021)};
constexpr core::wall_time last_day{std::chrono::sys_days(std::chrono::July / 1 / 2025)};

template <class Words>
std::string_view pick(random& dice, Words const& words) {
    return words[dice.below(words.size())];
}

/// Evenly over the years, so that the list's order is that of the dates.
core::wall_time created_at(std::uint64_t index, std::uint64_t of) {
    using std::chrono::seconds;
    auto const span = std::chrono::duration_cast<seconds>(last_day - first_day).count();
    auto const share = static_cast<double>(index) / static_cast<double>(std::max<std::uint64_t>(of, 1));
    return first_day + seconds(static_cast<std::int64_t>(share * static_cast<double>(span)));
}

std::string make_email(random& dice, std::uint64_t index) {
    auto const local = "member" + std::to_string(index);
    switch (dice.below(100)) {
    case 0: return local + "+news@example.com";
    case 1: return "\"" + local + " o'neil\"@example.com";
    case 2: return local + "%40/?&#@example.com";
    case 3: return local + "@müller.example";
    default: return local + "@example.com";
    }
}

// What real lists hold and tidy test data never does.
void make_odd(random& dice, json::object& member) {
    switch (dice.below(100)) {
    case 0: member.erase("firstName"); break;
    case 1: member["lastName"] = nullptr; break;
    case 2: member.erase("status"); break;
    case 3: member["status"] = nullptr; break;
    case 4: member["address"] = nullptr; break;
    case 5: member["address"].as_object().erase("country"); break;
    case 6: member["notes"] = std::string(4096, 'x'); break;
    case 7: member["notes"] = "line one\nline two\t\"quoted\" \\ \u001b[31mred\u001b[0m <b>&amp;</b>"; break;
    case 8: member["address.city"] = "Köln"; break; // a key with a dot of its own
    case 9: member["tags"] = nullptr; break;
    case 10: member["balance"] = -12.75; break;
    default: break;
    }
}

void fill_member(random& dice, std::uint64_t index, json::object& m) {
    m["email"] = make_email(dice, index);
    m["firstName"] = pick(dice, first_names);
    m["lastName"] = pick(dice, last_names);
    m["status"] = pick(dice, member_states);
    m["address"] = json::object{{"street", "Road " + std::to_string(dice.below(99))},
                                {"country", pick(dice, countries)}};
    m["tags"] = json::array{"newsletter"};
    make_odd(dice, m);
}

void fill_event(random& dice, std::uint64_t index, json::object& e) {
    e["title"] = "Event " + std::to_string(index);
    e["status"] = pick(dice, event_states);
    e["capacity"] = dice.below(200);
    e["location"] = dice.chance(10) ? json::value(nullptr) : json::value(pick(dice, countries));
}

void fill_course(random& dice, std::uint64_t index, json::object& c) {
    c["title"] = "Course " + std::to_string(index);
    c["status"] = pick(dice, course_states);
    c["lessons"] = dice.below(40);
    c["price"] = static_cast<double>(dice.below(400)) / 4;
}

} // namespace

std::string_view word_of(resource r) {
    constexpr std::string_view words[] = {"members", "events", "courses"};
    return words[static_cast<std::size_t>(r)];
}

std::string_view type_of(resource r) {
    constexpr std::string_view types[] = {"Member", "Event", "Course"};
    return types[static_cast<std::size_t>(r)];
}

std::uint64_t population::size(resource r) const {
    if (r == resource::members) return members;
    auto const share = r == resource::events ? 5U : 10U;
    return (members + share - 1) / share;
}

std::string record_id(population const& of, resource r, std::uint64_t index) {
    auto const which = static_cast<std::uint64_t>(r);
    if (of.numeric_ids) return std::to_string(which * 100'000'000 + index + 1);
    constexpr std::string_view digits = "0123456789abcdef";
    auto bits = mix(of.seed + 10 + which, index);
    std::string id = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    // The index itself ends the id: no two records of a resource can share one.
    for (auto at = id.rbegin(); at != id.rbegin() + 11; ++at, index /= 16) *at = digits[index % 16];
    id[24] = digits[which];
    for (auto& each : id) {
        if (each != 'x') continue;
        each = digits[bits % 16];
        bits /= 16;
    }
    return id;
}

json::value id_value(population const& of, std::string_view id) {
    std::uint64_t number = 0;
    if (of.numeric_ids) std::from_chars(id.data(), id.data() + id.size(), number);
    return of.numeric_ids ? json::value(number) : json::value(id);
}

json::object make_record(population const& of, resource r, std::uint64_t index) {
    random dice(mix(of.seed + 20 + static_cast<std::uint64_t>(r), index));
    json::object document;
    document["id"] = id_value(of, record_id(of, r, index));
    switch (r) {
    case resource::members: fill_member(dice, index, document); break;
    case resource::events: fill_event(dice, index, document); break;
    case resource::courses: fill_course(dice, index, document); break;
    }
    auto const created = core::to_iso8601(created_at(index, of.size(r)));
    document["createdAt"] = created;
    document["updatedAt"] = created;
    return document;
}

} // namespace muster::sandbox::memberpulse
