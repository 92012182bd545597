#include "provider/drift.hpp"

#include "core/printable.hpp"
#include "provider/documents.hpp"
#include "provider/reversal.hpp"
#include "provider/shown_value.hpp"

#include <set>

namespace muster::provider {

namespace json = boost::json;

namespace {

constexpr std::size_t most_told = 3; // fields

struct difference {
    std::string path;
    json::value before, now; ///< null = there is none
};

void compare(std::string const& path, json::value const& before, json::value const& now,
             std::vector<difference>& found);

void compare_keys(std::string const& prefix, json::object const& before, json::object const& now,
                  bool only_shown_by_both, std::vector<difference>& found) {
    std::set<std::string_view> keys;
    for (auto const& entry : before) keys.insert(entry.key());
    for (auto const& entry : now) keys.insert(entry.key());
    for (auto const key : keys) {
        if (only_shown_by_both && !(before.contains(key) && now.contains(key))) continue;
        compare(prefix + std::string(key), documents::at_or_null(before, key),
                documents::at_or_null(now, key), found);
    }
}

void compare(std::string const& path, json::value const& before, json::value const& now,
             std::vector<difference>& found) {
    if (documents::same(before, now)) return;
    if (before.is_object() && now.is_object())
        compare_keys(path + '.', before.get_object(), now.get_object(), false, found);
    else
        found.push_back({path, before, now});
}

} // namespace

std::string drift(provider const& platform, core::change const& planned, json::object const& before,
                  core::member const& now) {
    auto const* const update = std::get_if<core::update_fields>(&planned);
    if (update != nullptr
        && platform.test(core::change(overwritten_by(platform, *update, before)), now) == effect::present)
        return {};
    std::vector<difference> found;
    compare_keys("", before, platform.before_image(planned, now),
                 std::holds_alternative<core::delete_member>(planned), found);
    std::string text;
    for (std::size_t i = 0; i < found.size() && i < most_told; ++i)
        text += (i == 0 ? "" : "; ") + core::printable(found[i].path) + " was " + shown_value(found[i].before)
                + ", and is " + shown_value(found[i].now);
    if (found.size() > most_told) text += "; and " + std::to_string(found.size() - most_told) + " more";
    return text;
}

} // namespace muster::provider
