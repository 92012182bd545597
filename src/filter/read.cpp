#include "core/moment.hpp"
#include "filter/condition.hpp"
#include "filter/fields.hpp"
#include "filter/filter.hpp"
#include "filter/keys.hpp"
#include "filter/operands.hpp"
#include "filter/words.hpp"

#include <algorithm>
#include <utility>

namespace muster::filter {
namespace {

namespace json = boost::json;
using condition = filter::condition;

constexpr unsigned deepest = 32;
constexpr std::string_view example = R"({"customFields.country": {"equals": "Germany"}})";

bool is_scalar(json::value const& v) {
    return !v.is_array() && !v.is_object();
}

/// Reads one `where`. After a mistake it reads on, so that all are found; what it returns then is of no use.
class reader {
public:
    explicit reader(known const& about) : now_(about.now), outside_(about.outside) {}

    /// An object of fields, operators, AND, OR and NOT, all of which must hold.
    condition object(core::node const& n, scope s, bool may_be_empty);

    [[nodiscard]] bool failed() const { return failed_; }
    std::vector<std::string> take_fields() { return std::move(fields_); }

private:
    condition member(core::node const& n, std::string_view key, scope const& s);
    condition junction(core::node const& n, std::string_view word, scope s);
    condition field(core::node const& n, scope s);
    condition operation(core::node const& n, std::string_view word, scope const& s);
    condition negation(core::node const& n, scope s);
    condition list(core::node const& n, bool wanted, scope const& s);
    condition outside(core::node const& n, bool wanted, scope const& s);
    condition ordering(core::node const& n, bound::relation relation, scope const& s);
    condition part(core::node const& n, text_part::place at, scope const& s);
    condition quantified(core::node const& n, elements::quantity how_many, scope s);
    condition equals(core::node const& n, scope const& s);
    bool insensitive(core::node const& n, bool inherited);

    template <class Test>
    condition leaf(scope const& s, Test test);
    condition mistake(core::node const& n, std::string message);
    condition broken();

    std::optional<core::wall_time> now_;
    decltype(known::outside) const& outside_;
    std::vector<std::string> fields_;
    bool failed_ = false;
};

condition reader::broken() {
    failed_ = true;
    return {condition::any{}};
}

condition reader::mistake(core::node const& n, std::string message) {
    n.fail(std::move(message));
    return broken();
}

template <class Test>
condition reader::leaf(scope const& s, Test test) {
    // Of an array's elements the document yields the array; that field is noted where the array is read.
    bool const known = std::find(fields_.begin(), fields_.end(), s.path) != fields_.end();
    if (!s.in_element && !known) fields_.push_back(s.path);
    condition::leaf result{std::nullopt, std::move(test)};
    if (!s.path.empty()) result.field.emplace(s.path);
    return {std::move(result)};
}

condition reader::object(core::node const& n, scope s, bool may_be_empty) {
    if (s.depth > deepest) return mistake(n, "is nested more than 32 levels deep");
    if (!n.is_object(example)) return broken();
    auto const& entries = n.value().get_object();
    if (entries.empty() && !may_be_empty) return mistake(n, "is empty, and would match everything");
    if (s.takes_operators()) s.insensitive = insensitive(n, s.insensitive);
    condition::all all;
    for (auto const& entry : entries) {
        std::string_view const key = entry.key();
        if (auto objection = objection_to_key(entries, key, s)) {
            n.fail_key(key, std::move(*objection));
            failed_ = true;
        } else if (key != "mode") {
            all.of.push_back(member(n, key, s));
        }
    }
    if (all.of.size() == 1) return std::move(all.of.front());
    return {std::move(all)};
}

condition reader::member(core::node const& n, std::string_view key, scope const& s) {
    auto const under_it = *n.get(key);
    if (is_junction(key)) return junction(under_it, key, s);
    if (is_operator(key)) return operation(under_it, key, s);
    auto found = find_field(*s.shape, s.path, key, {s.root, s.in_element});
    if (found.objection) n.warn_key(key, std::move(*found.objection));
    auto below = s;
    below.path = s.child(key);
    below.shape = found.shape;
    return field(under_it, std::move(below));
}

condition reader::junction(core::node const& n, std::string_view word, scope s) {
    ++s.depth;
    if (word == "NOT") s.negated = !s.negated;
    std::vector<condition> children;
    if (n.value().is_array()) {
        auto const size = n.value().get_array().size();
        if (size == 0) return mistake(n, "must hold at least one condition");
        for (std::size_t i = 0; i < size; ++i) children.push_back(object(n.at(i), s, false));
    } else if (n.value().is_object()) {
        children.push_back(object(n, s, false));
    } else {
        return mistake(n,
                       "must be a condition or an array of conditions, e.g. [" + std::string(example) + "]");
    }
    if (word == "AND") return {condition::all{std::move(children)}};
    if (word == "OR") return {condition::any{std::move(children)}};
    return {condition::none{std::move(children)}};
}

condition reader::field(core::node const& n, scope s) {
    s.insensitive = false;
    ++s.depth;
    if (is_scalar(n.value())) return equals(n, s);
    if (n.value().is_object()) return object(n, s, false);
    return mistake(
        n, R"(must be a value or an object of operators, e.g. {"in": ["a", "b"]} for one of several)");
}

condition reader::operation(core::node const& n, std::string_view word, scope const& s) {
    if (word == "equals") return equals(n, s);
    if (word == "not") return negation(n, s);
    if (word == "in") return list(n, true, s);
    if (word == "notIn") return list(n, false, s);
    if (word == "lt") return ordering(n, bound::relation::less, s);
    if (word == "lte") return ordering(n, bound::relation::less_or_equal, s);
    if (word == "gt") return ordering(n, bound::relation::greater, s);
    if (word == "gte") return ordering(n, bound::relation::greater_or_equal, s);
    if (word == "contains") return part(n, text_part::place::anywhere, s);
    if (word == "startsWith") return part(n, text_part::place::start, s);
    if (word == "endsWith") return part(n, text_part::place::end, s);
    if (word == "some" || word == "every" || word == "none") check_list(n, word, s);
    if (word == "some") return quantified(n, elements::quantity::some, s);
    if (word == "every") return quantified(n, elements::quantity::every, s);
    if (word == "none") return quantified(n, elements::quantity::none, s);
    auto const wanted = n.boolean(); // isSet: the only one left
    return wanted ? leaf(s, presence{*wanted}) : broken();
}

condition reader::equals(core::node const& n, scope const& s) {
    if (!is_scalar(n.value())) {
        return mistake(n, "must be a string, a number, true, false or null; an array is tested with "
                          "\"some\", \"every\" or \"none\", an object by its fields");
    }
    if (!check_equal(n, s)) return broken();
    return leaf(s, membership{{operand(n.value(), s.insensitive)}});
}

condition reader::negation(core::node const& n, scope s) {
    if (!is_scalar(n.value()) && !n.value().is_object()) {
        return mistake(n, R"(must be a value or an object of operators; for several values use "notIn")");
    }
    ++s.depth;
    s.negated = !s.negated;
    condition::none none;
    none.of.push_back(is_scalar(n.value()) ? equals(n, s) : object(n, s, false));
    return {std::move(none)};
}

condition reader::list(core::node const& n, bool wanted, scope const& s) {
    if (n.value().is_object() && outside_) return outside(n, wanted, s);
    if (!n.value().is_array())
        return mistake(n, R"(must be an array of values, e.g. ["Germany", "Austria"])");
    if (n.value().get_array().empty())
        n.warn(wanted ? "is empty, so nobody matches" : "is empty, so everybody matches");
    membership test{{}, wanted};
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        auto const item = n.at(i);
        if (is_scalar(item.value())) {
            if (!check_equal(item, s)) failed_ = true;
            test.of.emplace_back(item.value(), s.insensitive);
        } else {
            mistake(item, "must be a string, a number, true, false or null");
        }
    }
    return leaf(s, std::move(test));
}

condition reader::outside(core::node const& n, bool wanted, scope const& s) {
    auto set = outside_(n, {s.path, s.insensitive, s.negated == wanted});
    return set ? leaf(s, outside_membership{std::move(set), wanted}) : broken();
}

condition reader::ordering(core::node const& n, bound::relation relation, scope const& s) {
    if (!n.value().is_number() && !n.value().is_string()) {
        return mistake(n, R"(must be a number, a string or a date such as "2026-01-31")");
    }
    bool const before = relation == bound::relation::less || relation == bound::relation::less_or_equal;
    auto const than = read_ordered(n, before, s, now_);
    return than ? leaf(s, bound{relation, operand(*than, false)}) : broken();
}

condition reader::part(core::node const& n, text_part::place at, scope const& s) {
    auto const text = n.string();
    if (!text) return broken();
    check_part(n, *text, s);
    return leaf(s, text_part{at, needle(*text, s.insensitive)});
}

condition reader::quantified(core::node const& n, elements::quantity how_many, scope s) {
    auto const array = s;
    auto const& each = s.shape->what == core::shape::form::list ? s.shape->each() : core::unknown_shape();
    bool const negated = s.negated != (how_many == elements::quantity::none);
    s = scope{"", true, false, s.depth + 1, &each, &each, negated};
    if (n.value().is_array()) return mistake(n, "must be a condition on one element, not an array");
    auto match = is_scalar(n.value()) ? equals(n, s) : object(n, s, true);
    return leaf(array, elements{how_many, std::make_unique<condition const>(std::move(match))});
}

bool reader::insensitive(core::node const& n, bool inherited) {
    auto const mode = n.get("mode");
    if (!mode) return inherited;
    auto const word = mode->string();
    if (word && *word != "insensitive" && *word != "default")
        mode->fail(R"(must be "insensitive" or "default")");
    if (!word || (*word != "insensitive" && *word != "default")) failed_ = true;
    return word == "insensitive";
}

} // namespace

filter read(core::node const& n, known const& about) {
    reader in(about);
    scope whole;
    if (about.document != nullptr) whole.shape = whole.root = about.document;
    auto root = in.object(n, whole, true);
    // A where with mistakes is never run; if it were, it must not match.
    if (in.failed()) root = {condition::any{}};
    filter result;
    result.root_ = std::make_unique<condition const>(std::move(root));
    result.fields_ = in.take_fields();
    return result;
}

void fix_relative_dates(json::value& where, core::wall_time now) {
    if (where.is_array()) {
        for (auto& item : where.get_array()) fix_relative_dates(item, now);
    } else if (where.is_object()) {
        for (auto& entry : where.get_object()) {
            auto& value = entry.value();
            if (is_ordering(entry.key()) && value.is_string()) {
                if (auto const offset = core::parse_offset(value.get_string()))
                    value = core::to_iso8601(now + *offset);
            } else {
                fix_relative_dates(value, now);
            }
        }
    }
}

} // namespace muster::filter
