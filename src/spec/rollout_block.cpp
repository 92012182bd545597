#include "spec/rollout_block.hpp"

#include "spec/keys.hpp"

#include <boost/json/array.hpp>

#include <charconv>

namespace muster::spec {

namespace json = boost::json;

namespace {

constexpr long most_members = 1'000'000'000'000;
constexpr auto example = R"([10, 100, "10%", "100%"])";

/// `10%` as 0.1; nullopt for what is no share.
std::optional<double> share_in(std::string_view text) {
    if (!text.ends_with('%')) return std::nullopt;
    text.remove_suffix(1);
    double percent = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    if (error != std::errc() || end != text.data() + text.size() || !(percent > 0) || percent > 100)
        return std::nullopt;
    return percent / 100;
}

std::optional<rollout::step> read_step(core::node const& n) {
    if (n.value().is_string()) {
        auto const share = share_in(n.value().get_string());
        if (share) return rollout::step{std::nullopt, *share};
    } else if (auto const* const members = n.value().if_int64(); members != nullptr && *members > 0) {
        if (*members <= most_members) return rollout::step{static_cast<std::uint64_t>(*members), 0};
    }
    n.fail(R"(must be a number of members from 1 on, or a part of those who match, as "10%")");
    return std::nullopt;
}

/// Whether a step can follow another: members before parts, each beyond the one before.
bool is_beyond(rollout::step const& s, rollout::step const& before) {
    if (s.members) return before.members && *s.members > *before.members;
    return before.members || s.share > before.share;
}

void read_step_list(core::node const& n, rollout& r) {
    if (!n.value().is_array() || n.value().get_array().empty())
        return n.fail("must be a list of steps, such as " + std::string(example));
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        auto const step = read_step(n.at(i));
        if (!step) continue;
        if (!r.steps.empty() && !is_beyond(*step, r.steps.back()))
            n.at(i).fail("must be beyond the step before it; numbers of members come before parts of them");
        r.steps.push_back(*step);
    }
    // All of them: nobody is left to be kept back.
    if (!r.steps.empty() && !r.steps.back().members && r.steps.back().share >= 1) r.steps.pop_back();
}

rollout read_rollout(core::node const& n) {
    rollout r;
    r.name = "a step of the rollout";
    r.looks = true;
    r.most_failed = *keys::max_failed.fallback;
    if (n.value().is_array()) {
        read_step_list(n, r);
        return r;
    }
    if (!n.is_object(R"({"steps": [10, 100, "10%", "100%"]})")) return r;
    n.allow_keys({"steps", keys::max_failed.name});
    if (auto const steps = n.require("steps")) read_step_list(*steps, r);
    r.most_failed = keys::read(n, keys::max_failed).value_or(r.most_failed);
    return r;
}

rollout read_canary(core::node const& n) {
    rollout r;
    r.name = "the canary";
    if (!n.is_object(R"({"members": 10})")) return r;
    n.allow_keys({keys::canary_members.name});
    static_cast<void>(n.require(keys::canary_members.name));
    if (auto const members = keys::read(n, keys::canary_members))
        r.steps.push_back({static_cast<std::uint64_t>(*members), 0});
    return r;
}

json::object steps_schema() {
    json::object const members{{"type", "integer"}, {"minimum", 1}, {"maximum", most_members}};
    json::object const part{{"type", "string"}, {"pattern", R"(^[0-9]+(\.[0-9]+)?%$)"}};
    return {{"type", "array"}, {"minItems", 1}, {"items", {{"anyOf", json::array{members, part}}}}};
}

} // namespace

void read_steps(core::node const& root, spec& s) {
    auto const canary = root.get("canary");
    auto const steps = root.get("rollout");
    if (canary) s.rollout = read_canary(*canary);
    if (!steps) return;
    if (canary) steps->fail("and \"canary\" do the same: make the canary its first step");
    s.rollout = read_rollout(*steps);
    s.rollout.looks = !s.rollout.steps.empty();
}

json::object rollout_schema() {
    json::object properties{{"steps", steps_schema()}};
    keys::add_to(properties, keys::max_failed);
    json::object const with_terms{{"type", "object"},
                                  {"properties", std::move(properties)},
                                  {"required", json::array{"steps"}},
                                  {"additionalProperties", false}};
    return {
        {"description",
         "The members pass in steps, numbers of them or parts of those who match: after each, the job stops "
         "(resumable with --past-canary) if too many did not come out well, or if one of those changed, of "
         "whom some are looked at again, is not as it was written."},
        {"anyOf", json::array{steps_schema(), with_terms}}};
}

} // namespace muster::spec
