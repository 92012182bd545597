#include "filter/foreign.hpp"

#include "core/printable.hpp"
#include "filter/words.hpp"

#include <algorithm>
#include <array>

namespace muster::filter {
namespace {

constexpr std::string_view equals = R"(write "equals")";
constexpr std::string_view not_ = R"(write "not")";
constexpr std::string_view in = R"(write "in")";
constexpr std::string_view not_in = R"(write "notIn")";
constexpr std::string_view lt = R"(write "lt")";
constexpr std::string_view lte = R"(write "lte")";
constexpr std::string_view gt = R"(write "gt")";
constexpr std::string_view gte = R"(write "gte")";
constexpr std::string_view between = R"(write "gte" and "lt")";
constexpr std::string_view not_between = R"(write {"not": {"gte": ..., "lt": ...}})";
constexpr std::string_view contains = R"(write "contains")";
constexpr std::string_view has = R"(write "contains", or "some" for a list)";
constexpr std::string_view contains_any_case = R"(write "contains" and "mode": "insensitive")";
constexpr std::string_view equals_any_case = R"(write "equals" and "mode": "insensitive")";
constexpr std::string_view not_contains = R"(write {"not": {"contains": ...}})";
constexpr std::string_view starts = R"(write "startsWith")";
constexpr std::string_view ends = R"(write "endsWith")";
constexpr std::string_view pattern = R"(there are no patterns; write "contains", "startsWith" or "endsWith")";
constexpr std::string_view is_set =
    R"(write {"isSet": true}, and "not": null beside it if null is not to count)";
constexpr std::string_view is_missing =
    R"(write {"isSet": false} for a missing field, null for one that holds null)";
constexpr std::string_view is_empty = R"(write "" for an empty text, {"isSet": false} for a missing field, )"
                                      R"({"none": {}} for a list without elements)";
constexpr std::string_view not_empty =
    R"(write {"isSet": true, "notIn": [null, ""]}, or {"some": {}} for a list)";
constexpr std::string_view some = R"(write "some")";
constexpr std::string_view every = R"(write "every")";
constexpr std::string_view none = R"(write "none")";
constexpr std::string_view count =
    R"(nothing is counted; write {"some": {}} for a list with elements, {"none": {}} for one without)";
constexpr std::string_view type = R"(types are not asked for; write what the value is)";
constexpr std::string_view mode = R"(write "mode": "insensitive" beside the operator)";
constexpr std::string_view all_of = R"(write "AND")";
constexpr std::string_view any_of = R"(write "OR")";
constexpr std::string_view none_of = R"(write "NOT")";

constexpr std::array words{
    // Those that hardly any field is called.
    foreign_word{"eq", equals, true}, foreign_word{"eqs", equals, true},
    foreign_word{"equalto", equals, true}, foreign_word{"isequal", equals, true},
    foreign_word{"isequalto", equals, true}, foreign_word{"iexact", equals_any_case, true},
    foreign_word{"ieq", equals_any_case, true}, foreign_word{"equalsignorecase", equals_any_case, true},
    foreign_word{"ne", not_, true}, foreign_word{"neq", not_, true}, foreign_word{"noteq", not_, true},
    foreign_word{"notequal", not_, true}, foreign_word{"notequals", not_, true},
    foreign_word{"notequalto", not_, true}, foreign_word{"isnot", not_, true},
    foreign_word{"doesnotequal", not_, true}, foreign_word{"nin", not_in, true},
    foreign_word{"isnotin", not_in, true}, foreign_word{"notoneof", not_in, true},
    foreign_word{"isin", in, true}, foreign_word{"inlist", in, true}, foreign_word{"lessthan", lt, true},
    foreign_word{"smallerthan", lt, true}, foreign_word{"olderthan", lt, true},
    foreign_word{"earlierthan", lt, true}, foreign_word{"isbefore", lt, true}, foreign_word{"le", lte, true},
    foreign_word{"lteq", lte, true}, foreign_word{"lessorequal", lte, true},
    foreign_word{"lessthanorequal", lte, true}, foreign_word{"lessthanorequalto", lte, true},
    foreign_word{"lessthanorequals", lte, true}, foreign_word{"onorbefore", lte, true},
    foreign_word{"atmost", lte, true}, foreign_word{"greaterthan", gt, true},
    foreign_word{"morethan", gt, true}, foreign_word{"newerthan", gt, true},
    foreign_word{"laterthan", gt, true}, foreign_word{"isafter", gt, true}, foreign_word{"ge", gte, true},
    foreign_word{"gteq", gte, true}, foreign_word{"greaterorequal", gte, true},
    foreign_word{"greaterthanorequal", gte, true}, foreign_word{"greaterthanorequalto", gte, true},
    foreign_word{"greaterthanorequals", gte, true}, foreign_word{"onorafter", gte, true},
    foreign_word{"atleast", gte, true}, foreign_word{"inrange", between, true},
    foreign_word{"isbetween", between, true}, foreign_word{"notbetween", not_between, true},
    foreign_word{"ilike", contains_any_case, true}, foreign_word{"icontains", contains_any_case, true},
    foreign_word{"rlike", pattern, true}, foreign_word{"iregex", pattern, true},
    foreign_word{"regex", pattern, true}, foreign_word{"regexp", pattern, true},
    foreign_word{"similarto", pattern, true}, foreign_word{"notlike", not_contains, true},
    foreign_word{"nlike", not_contains, true}, foreign_word{"notilike", not_contains, true},
    foreign_word{"notcontains", not_contains, true}, foreign_word{"doesnotcontain", not_contains, true},
    foreign_word{"notincludes", not_contains, true}, foreign_word{"substr", contains, true},
    foreign_word{"beginswith", starts, true}, foreign_word{"istartswith", starts, true},
    foreign_word{"iendswith", ends, true}, foreign_word{"isnull", is_missing, true},
    foreign_word{"isnil", is_missing, true}, foreign_word{"isundefined", is_missing, true},
    foreign_word{"ismissing", is_missing, true}, foreign_word{"notexists", is_missing, true},
    foreign_word{"notset", is_missing, true}, foreign_word{"isnotset", is_missing, true},
    foreign_word{"isnotnull", is_set, true}, foreign_word{"notnull", is_set, true},
    foreign_word{"isdefined", is_set, true}, foreign_word{"isempty", is_empty, true},
    foreign_word{"isblank", is_empty, true}, foreign_word{"notempty", not_empty, true},
    foreign_word{"isnotempty", not_empty, true}, foreign_word{"elemmatch", some, true},
    foreign_word{"hassome", some, true}, foreign_word{"hasany", some, true},
    foreign_word{"hasevery", every, true}, foreign_word{"hasall", every, true},
    foreign_word{"hasnone", none, true}, foreign_word{"ignorecase", mode, true},
    foreign_word{"caseinsensitive", mode, true}, foreign_word{"casesensitive", mode, true},
    foreign_word{"nor", none_of, true}, foreign_word{"xor", any_of, true},
    foreign_word{"mustnot", none_of, true}, foreign_word{"noneof", none_of, true},
    foreign_word{"anyof", any_of, true}, foreign_word{"oneof", any_of, true},
    foreign_word{"allof", all_of, true}, foreign_word{"typeof", type, true},
    foreign_word{"elemtype", type, true},
    // Those that a field may well be called.
    foreign_word{"is", equals, false}, foreign_word{"exact", equals, false},
    foreign_word{"same", equals, false}, foreign_word{"value", equals, false},
    foreign_word{"differs", not_, false}, foreign_word{"within", in, false},
    foreign_word{"excludes", not_in, false}, foreign_word{"exclude", not_in, false},
    foreign_word{"less", lt, false}, foreign_word{"before", lt, false}, foreign_word{"earlier", lt, false},
    foreign_word{"below", lt, false}, foreign_word{"under", lt, false}, foreign_word{"until", lt, false},
    foreign_word{"max", lte, false}, foreign_word{"maximum", lte, false}, foreign_word{"greater", gt, false},
    foreign_word{"more", gt, false}, foreign_word{"after", gt, false}, foreign_word{"later", gt, false},
    foreign_word{"above", gt, false}, foreign_word{"over", gt, false}, foreign_word{"since", gte, false},
    foreign_word{"from", gte, false}, foreign_word{"min", gte, false}, foreign_word{"minimum", gte, false},
    foreign_word{"between", between, false}, foreign_word{"range", between, false},
    foreign_word{"like", contains, false}, foreign_word{"includes", has, false},
    foreign_word{"include", has, false}, foreign_word{"has", has, false},
    foreign_word{"search", contains, false}, foreign_word{"substring", contains, false},
    foreign_word{"starts", starts, false}, foreign_word{"begins", starts, false},
    foreign_word{"prefix", starts, false}, foreign_word{"ends", ends, false},
    foreign_word{"suffix", ends, false}, foreign_word{"matches", pattern, false},
    foreign_word{"match", pattern, false}, foreign_word{"pattern", pattern, false},
    foreign_word{"glob", pattern, false}, foreign_word{"wildcard", pattern, false},
    foreign_word{"exists", is_set, false}, foreign_word{"exist", is_set, false},
    foreign_word{"present", is_set, false}, foreign_word{"defined", is_set, false},
    foreign_word{"set", is_set, false}, foreign_word{"null", is_missing, false},
    foreign_word{"missing", is_missing, false}, foreign_word{"absent", is_missing, false},
    foreign_word{"undefined", is_missing, false}, foreign_word{"empty", is_empty, false},
    foreign_word{"blank", is_empty, false}, foreign_word{"any", some, false},
    foreign_word{"all", every, false}, foreign_word{"each", every, false}, foreign_word{"size", count, false},
    foreign_word{"length", count, false}, foreign_word{"count", count, false},
    foreign_word{"len", count, false}, foreign_word{"type", type, false},
    foreign_word{"options", mode, false}, foreign_word{"insensitive", mode, false}};

/// Signs that are operators elsewhere.
constexpr std::array signs{foreign_word{"=", equals, true},    foreign_word{"==", equals, true},
                           foreign_word{"===", equals, true},  foreign_word{"!=", not_, true},
                           foreign_word{"!==", not_, true},    foreign_word{"<>", not_, true},
                           foreign_word{"<", lt, true},        foreign_word{"<=", lte, true},
                           foreign_word{"=<", lte, true},      foreign_word{">", gt, true},
                           foreign_word{">=", gte, true},      foreign_word{"=>", gte, true},
                           foreign_word{"~", pattern, true},   foreign_word{"~*", pattern, true},
                           foreign_word{"=~", pattern, true},  foreign_word{"!~", not_contains, true},
                           foreign_word{"^=", starts, true},   foreign_word{"$=", ends, true},
                           foreign_word{"*=", contains, true}, foreign_word{"||", any_of, true},
                           foreign_word{"|", any_of, true},    foreign_word{"&&", all_of, true},
                           foreign_word{"&", all_of, true},    foreign_word{"!", none_of, true}};

/// What no field name has, unless it is one that must be named by a dotted path.
constexpr std::string_view odd_signs = "$=!<>|&~^*?%()[]{}:;,";
constexpr std::string_view comparing_signs = "=!<>~";

/// Only the letters, in small ones.
std::string bare(std::string_view key) {
    std::string letters;
    for (char const c : key) {
        if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c + 32);
        if (c >= 'a' && c <= 'z') letters += c;
    }
    return letters;
}

/// Whether nothing but signs stands around and in the letters, and none that turns the word round.
bool is_word(std::string_view key) {
    return key.find_first_of("0123456789.!") == key.npos && std::none_of(key.begin(), key.end(), [](char c) {
               return static_cast<unsigned char>(c) >= 0x80;
           });
}

template <class Table>
foreign_word const* find_in(Table const& table, std::string_view word) {
    auto const* const found =
        std::find_if(table.begin(), table.end(), [word](foreign_word const& f) { return f.word == word; });
    return found != table.end() ? &*found : nullptr;
}

/// Whether a piece that hangs on the end of a field's name is an operator.
bool hangs_on(std::string_view piece) {
    auto const* const foreign = find_foreign(piece);
    return is_operator(piece) || !find_disguised(piece).empty() || foreign != nullptr;
}

} // namespace

std::vector<std::string_view> foreign_words() {
    std::vector<std::string_view> all;
    for (auto const& each : words)
        if (each.distinctive) all.push_back(each.word);
    return all;
}

foreign_word const* find_foreign(std::string_view key) {
    if (auto const* const sign = find_in(signs, key)) return sign;
    return is_word(key) ? find_in(words, bare(key)) : nullptr;
}

std::string_view find_disguised(std::string_view key) {
    if (!is_word(key)) return {};
    auto const letters = bare(key);
    if (letters.empty()) return {};
    // `not` is an operator and a junction: beside it the capitals of the key decide.
    if (letters == "not") return key == "not" || key == "NOT" ? "" : "NOT";
    for (auto const word : operator_words)
        if (word != key && bare(word) == letters) return word;
    for (auto const word : junction_words)
        if (word != key && bare(word) == letters) return word;
    return {};
}

std::optional<std::string> objection_to_signs(std::string_view key) {
    if (key.front() == ' ' || key.back() == ' ') return core::quoted(key) + " begins or ends with a space";
    if (key.front() == '.' || key.back() == '.') return core::quoted(key) + " begins or ends with a dot";
    auto const dot = key.rfind('.');
    bool const dotted = dot != key.npos;
    if (!dotted && key.find_first_of(odd_signs) != key.npos) {
        if (auto const* const foreign = find_foreign(key))
            return core::quoted(key) + " is no operator; " + std::string(foreign->instead);
        if (auto const word = find_disguised(key); !word.empty())
            return core::quoted(key) + " is no operator; write \"" + std::string(word) + '"';
    }
    auto const last = dotted ? key.substr(dot + 1) : key;
    auto const comparing = last.find_first_of(comparing_signs);
    bool const ends_comparing = comparing != 0 && comparing != last.npos
                                && last.find_first_not_of(comparing_signs, comparing) == last.npos;
    auto const bracket = last.find('[');
    auto const lines = last.rfind("__");
    bool const hanging =
        ends_comparing || (bracket != last.npos && bracket > 0 && last.ends_with(']'))
        || (lines != last.npos && lines > 0 && lines + 2 < last.size() && hangs_on(last.substr(lines + 2)));
    if (hanging) {
        return core::quoted(key)
               + R"( has an operator or brackets in it; an operator stands under its field, as in )"
                 R"({"customFields.age": {"gte": 18}}, and "some", "every" and "none" look into a list)";
    }
    if (!dotted && key.find_first_of(odd_signs) != key.npos) {
        return core::quoted(key)
               + " has a sign that no field's name has (a field of that name is written as a dotted path, "
                 "from above it)";
    }
    return std::nullopt;
}

} // namespace muster::filter
