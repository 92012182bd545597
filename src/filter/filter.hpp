#pragma once
#include "core/member.hpp"
#include "core/node.hpp"
#include "core/shape.hpp"
#include "core/time.hpp"
#include "filter/outside_set.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::filter {

/// Where in a `where` a set stands that is held against.
struct set_place {
    std::string path;         ///< of the field, dotted; in an array's element: from there
    bool insensitive = false; ///< `mode` says so
    bool negated = false;     ///< who is not in it matches: `notIn`, or `in` beneath a `not`, `NOT` or `none`
};

/// What is known when a `where` is read, beside its text.
struct known {
    core::shape const* document =
        nullptr;                        ///< what members' documents hold; nullptr = nothing is known of them
    std::optional<core::wall_time> now; ///< for relative dates, which are mistakes without it
    /// Makes the set of an object that stands under `in` or `notIn`, as `{"file": ...}` does; nullptr, and
    /// the mistakes noted, where it is none. Empty: such an object is a mistake.
    std::function<std::shared_ptr<outside_set>(core::node const&, set_place const&)> outside{};
};

/// A compiled `where`. Immutable and cheap to evaluate: nothing of the member is copied, nothing allocated.
///
/// **Fields.** An object of fields matches if all of its fields do; `{}` matches every member. A field is
/// named by a dotted path (`"customFields.country"`), by nested objects (`{"customFields": {"country": …}}`),
/// or by both mixed; all mean the same (core::path). Under a field stands an object of operators, all of
/// which must hold, an object of fields below it, or a bare string, number, boolean or null, which stands for
/// `equals`. A key that is one of the operators is always an operator, and operators and fields do not mix in
/// one object; a field that is named like an operator is written as a dotted path from above:
/// `"customFields.in"`. (At the very top, of a where or of an array's element, there is no above, so there
/// such a field cannot be named.) So is one that is named like an operator of another query language (`eq`,
/// `$in`), which is a mistake where an operator could be meant. Objects nest 32 deep at most.
///
/// **Operators**
/// - `equals`: the value is this string, number, boolean or null.
/// - `in`: the value is one of these. `notIn`: it is not so; a missing field is none of these either. Instead
///   of a list an object may stand there, which names a set that stands elsewhere (known::outside): texts and
///   whole numbers can be in it, and nothing else.
/// - `lt lte gt gte`: how the value is ordered beside this number, string or date. `"-30d"`, `"+12h"`,
/// `"-4w"`
///   (core::parse_offset) is the date that is so long before or after now.
/// - `contains startsWith endsWith`: the value is a string with this one in it, at its start, at its end.
/// - `mode`: `"insensitive"` lets `equals not in notIn contains startsWith endsWith` beside it disregard case
///   (fold.hpp says how). It is handed down to `not`, `AND`, `OR` and `NOT` beside it, until another `mode`;
///   `"default"` is the other word.
/// - `isSet`: whether the field is there. A field that holds null is there.
/// - `not`: the value, or the object of operators, under it does not match.
/// - `some every none`: the value is an array of which at least one, each, or none of the elements matches
///   what stands under it: fields of the element, operators on the element itself, or a bare value. `every`
///   and `none` hold of an empty array, and `none` also of what is no array.
/// - `AND OR NOT`, beside fields or beside operators: an object or an array of objects, of which all, at
///   least one, or none matches.
///
/// **Values.** Types do not convert: a value of another type than the operator's never matches, and its `not`
/// does. Numbers compare by their exact values. Strings compare byte by byte, but two ISO 8601 dates
/// (core::parse_iso8601) compare as instants; in `lt lte gt gte` with a date, a string that is no date never
/// matches, so that an empty `lastLogin` is not before any date.
///
/// **Missing fields.** A field that is missing, or that lies under something that is no object, matches none
/// of the operators but `isSet: false`, `not`, `notIn` and `none`, and so lets `NOT` match. Null is a value:
/// `equals: null` matches it and not a missing field, and `not: null` matches a missing field too; "holds
/// something" is `{"isSet": true, "not": null}`.
class filter {
public:
    /// Matches every member.
    filter();
    ~filter();
    filter(filter&&) noexcept;
    filter& operator=(filter&&) noexcept;

    [[nodiscard]] bool matches(core::member const& m) const;
    /// The dotted paths of the member's document that it reads, each once. Of an array, the array's own path.
    [[nodiscard]] std::vector<std::string> const& fields() const;

    /// What it is compiled into (condition.hpp).
    struct condition;

private:
    friend filter read(core::node const&, known const&);
    std::unique_ptr<condition const> root_;
    std::vector<std::string> fields_;
};

/// Reads a `where`; mistakes are noted at the node, and the filter then matches nothing. Warnings are noted
/// there too: fields that no document has, and operands that were hardly meant so. `about` need not outlive
/// the call.
filter read(core::node const& n, known const& about = {});

/// Puts ISO 8601 dates in the place of the relative ones in the text of a `where`, so that it means the same
/// whenever it is read.
void fix_relative_dates(boost::json::value& where, core::wall_time now);

/// The JSON Schema (2020-12) of a `where`, for `muster schema`; refers to itself as `#/$defs/where`, where it
/// must be put.
boost::json::object schema();

} // namespace muster::filter
