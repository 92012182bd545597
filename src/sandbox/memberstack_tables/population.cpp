#include "sandbox/memberstack_tables/population.hpp"

#include "core/time.hpp"
#include "sandbox/memberstack_tables/fields.hpp"
#include "sandbox/random.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace muster::sandbox::memberstack_tables {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 8> names{"Tea",   "Coffee", "Honey, dark", "Jam \"Royal\"",
                                                "Crème", "お茶",   "Müsli",       "O'Neil's Oats"};
constexpr std::array<std::string_view, 4> states{"active", "active", "draft", "archived"};

constexpr core::wall_time first_day{std::chrono::sys_days(std::chrono::January / 1 / 2023)};
constexpr core::wall_time last_day{std::chrono::sys_days(std::chrono::July / 1 / 2025)};

/// Evenly over the years, so that the list's order is that of the dates.
core::wall_time created_at(std::uint64_t index, std::uint64_t of) {
    using std::chrono::milliseconds;
    auto const span = std::chrono::duration_cast<milliseconds>(last_day - first_day).count();
    auto const share = static_cast<double>(index) / static_cast<double>(std::max<std::uint64_t>(of, 1));
    return first_day + milliseconds(static_cast<std::int64_t>(share * static_cast<double>(span)));
}

std::string sku_of(random& dice, std::uint64_t index) {
    auto const number = std::to_string(index);
    switch (dice.below(40)) {
    case 0: return "sku/" + number + " \"x\", y";
    case 1: return "ß-" + number + " %2F&?#";
    case 2: return " " + number; // a blank in front
    default: return "SKU-" + number;
    }
}

// What real tables hold and tidy test data never does.
void make_odd(random& dice, json::object& data) {
    switch (dice.below(100)) {
    case 0: data.erase("status"); break;
    case 1: data["status"] = nullptr; break;
    case 2: data["inStock"] = nullptr; break;
    case 3: data.erase("inStock"); break;
    case 4: data["price"] = nullptr; break;
    case 5: data["stock"] = -1; break;
    case 6: data["description"] = std::string(4096, 'x'); break;
    case 7:
        data["description"] = "line one\nline two\t\"quoted\" \\ \u001b[31mred\u001b[0m <b>&amp;</b>";
        break;
    case 8: data["description"] = ""; break;
    case 9: data["related"] = json::array(); break;
    case 10: data["price"] = 0.1; break;
    default: break;
    }
}

} // namespace

std::string record_id(std::uint64_t seed, std::uint64_t index) {
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    auto bits = mix(seed + 30, index);
    std::string id = "rec_sb_";
    for (int i = 0; i < 8; ++i, bits /= 36) id += digits[bits % 36];
    // The index itself ends the id: no two records can share one.
    std::string tail(8, '0');
    for (auto at = tail.rbegin(); index != 0; ++at, index /= 36) *at = digits[index % 36];
    return id + tail;
}

std::uint64_t internal_order(std::uint64_t seed, std::uint64_t index) {
    constexpr std::uint64_t stride = 5;
    return 10'000 + index * stride + mix(seed + 31, index) % stride;
}

json::object make_record(population const& of, std::uint64_t index) {
    random dice(mix(of.seed + 32, index));
    auto const created = created_at(index, of.size);
    json::object data;
    data[unique_field] = sku_of(dice, index);
    data["name"] = names[dice.below(names.size())];
    if (dice.chance(60)) data["description"] = "Number " + std::to_string(index);
    data["status"] = states[dice.below(states.size())];
    data["price"] = static_cast<double>(dice.below(40'000)) / 100;
    data["stock"] = dice.below(500);
    data["inStock"] = !dice.chance(30);
    if (dice.chance(50)) data["releasedAt"] = core::to_iso8601(created + std::chrono::hours(24 * 30));
    if (dice.chance(30)) data["contact"] = "maker" + std::to_string(dice.below(50)) + "@example.com";
    if (dice.chance(20)) data["homepage"] = "https://example.com/p?id=" + std::to_string(index) + "&l=de";
    if (index > 0 && dice.chance(30)) data["successor"] = record_id(of.seed, dice.below(index));
    if (index > 1 && dice.chance(30))
        data["related"] = json::array{record_id(of.seed, dice.below(index)), record_id(of.seed, index - 1)};
    if (dice.chance(20)) data["owner"] = "mem_sb_" + std::to_string(dice.below(1000));
    make_odd(dice, data);
    json::object document;
    document["id"] = record_id(of.seed, index);
    document["internalOrder"] = internal_order(of.seed, index);
    document["createdAt"] = core::to_iso8601(created);
    document["updatedAt"] = core::to_iso8601(created);
    document["data"] = std::move(data);
    return document;
}

} // namespace muster::sandbox::memberstack_tables
