#include "core/node.hpp"
#include "sandbox/faults.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::sandbox {
namespace {

constexpr long most = 1'000'000'000;

/// What the word for a kind in the file stands for.
struct kind_word {
    std::string_view word;
    fault_kind kind;
    bool after_effect;
};

constexpr std::array<kind_word, 15> kind_words{{{"throttle", fault_kind::throttle, false},
                                                {"status", fault_kind::status, false},
                                                {"statusAfter", fault_kind::status, true},
                                                {"resetBefore", fault_kind::reset, false},
                                                {"resetAfter", fault_kind::reset, true},
                                                {"stall", fault_kind::stall, true},
                                                {"truncate", fault_kind::truncate, true},
                                                {"malformed", fault_kind::malformed, true},
                                                {"slow", fault_kind::slow, true},
                                                {"shrinkPage", fault_kind::shrink_page, true},
                                                {"stuckCursor", fault_kind::stuck_cursor, true},
                                                {"rewindCursor", fault_kind::rewind_cursor, true},
                                                {"repeatMember", fault_kind::repeat_member, true},
                                                {"noId", fault_kind::no_id, true},
                                                {"driftTotal", fault_kind::drift_total, true}}};

kind_word const* read_kind(core::node const& kind) {
    auto const word = kind.string();
    if (!word) return nullptr;
    auto const found =
        std::find_if(kind_words.begin(), kind_words.end(), [&](auto const& k) { return k.word == *word; });
    if (found != kind_words.end()) return &*found;
    std::string known;
    std::vector<std::string_view> words;
    for (auto const& k : kind_words) {
        words.push_back(k.word);
        known += (known.empty() ? "" : ", ") + std::string(k.word);
    }
    auto const near = core::nearest(*word, words);
    kind.fail(near ? "is no kind of fault; did you mean \"" + *near + "\"?"
                   : "is no kind of fault; known: " + known);
    return nullptr;
}

std::vector<std::string_view> keys_of(fault_kind kind) {
    switch (kind) {
    case fault_kind::throttle: return {"kind", "retryAfter"};
    case fault_kind::status: return {"kind", "status", "afterEffect", "retryAfter"};
    case fault_kind::stall:
    case fault_kind::truncate:
    case fault_kind::malformed: return {"kind", "afterEffect"};
    case fault_kind::slow: return {"kind", "delayMs"};
    case fault_kind::shrink_page:
    case fault_kind::drift_total: return {"kind", "size"};
    default: return {"kind"};
    }
}

/// Reads a whole number into `target`, if it is there.
template <class Number>
void read_integer(core::node const& in, std::string_view key, long min, Number& target) {
    if (auto const at = in.get(key))
        if (auto const value = at->integer(min, most)) target = static_cast<Number>(*value);
}

void read_fault(core::node const& in, fault& f) {
    if (!in.is_object(R"({"kind": "status", "status": 503})")) return;
    auto const kind = in.require("kind");
    auto const* const word = kind ? read_kind(*kind) : nullptr;
    if (word == nullptr) return;
    in.allow_keys(keys_of(word->kind));
    f.kind = word->kind;
    f.after_effect = word->after_effect;
    if (auto const after = in.get("afterEffect")) f.after_effect = after->boolean().value_or(f.after_effect);
    if (auto const at = in.get("status"))
        if (auto const status = at->integer(200, 599)) f.status = static_cast<unsigned>(*status);
    if (auto const at = in.get("retryAfter"))
        if (auto const wait = at->integer(0, most)) f.retry_after = static_cast<unsigned>(*wait);
    if (auto const at = in.get("delayMs"))
        if (auto const delay = at->integer(0, most)) f.delay = std::chrono::milliseconds(*delay);
    read_integer(in, "size", 1, f.size);
}

void read_match(core::node const& in, fault_rule& rule) {
    if (!in.is_object(R"({"method": "POST", "path": "/members/*/add-plan"})")) return;
    in.allow_keys({"method", "path", "after", "until", "every", "probability", "times"});
    if (auto const at = in.get("method")) rule.method = at->non_empty_string().value_or("");
    if (auto const at = in.get("path")) {
        rule.path = at->non_empty_string().value_or("/");
        if (rule.path.front() != '/') at->fail("must begin with /");
    }
    read_integer(in, "after", 0, rule.after);
    read_integer(in, "until", 1, rule.until);
    read_integer(in, "every", 1, rule.every);
    read_integer(in, "times", 1, rule.times);
    if (auto const at = in.get("probability")) rule.probability = at->number(0, 1).value_or(1);
}

fault_rule read_rule(core::node const& in) {
    fault_rule rule;
    if (!in.is_object(R"({"match": {…}, "fault": {"kind": "throttle"}})")) return rule;
    in.allow_keys({"match", "fault"});
    if (auto const match = in.get("match")) read_match(*match, rule);
    if (auto const what = in.require("fault")) read_fault(*what, rule.what);
    return rule;
}

fault_plan read_plan(core::node const& in) {
    if (!in.is_object(R"({"seed": 7, "rules": []})")) return {};
    in.allow_keys({"seed", "rules"});
    std::uint64_t seed = 1;
    read_integer(in, "seed", 0, seed);
    std::vector<fault_rule> found;
    auto const rules = in.require("rules");
    if (rules && !rules->value().is_array()) rules->fail("must be an array of rules");
    if (rules && rules->value().is_array())
        for (std::size_t i = 0; i < rules->value().get_array().size(); ++i)
            found.push_back(read_rule(rules->at(i)));
    return fault_plan(seed, std::move(found));
}

} // namespace

fault_plan read_fault_plan(std::string_view text) {
    boost::system::error_code wrong;
    auto const document = boost::json::parse(boost::json::string_view(text.data(), text.size()), wrong);
    if (wrong) throw std::invalid_argument("not JSON: " + wrong.message());
    core::problems found;
    auto plan = read_plan(core::node(document, "", found));
    if (found.empty()) return plan;
    std::string message;
    for (auto const& p : found)
        message += (message.empty() ? "" : "\n") + (p.pointer.empty() ? "/" : p.pointer) + ": " + p.message;
    throw std::invalid_argument(message);
}

} // namespace muster::sandbox
