#pragma once
#include "core/time.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::spec {

/// What the value of a parameter may be.
enum class parameter_kind { string, number, boolean, date };

/// The kind of that name, as `type` in a declaration has it; nullopt for any other word.
std::optional<parameter_kind> parse_parameter_kind(std::string_view word);

/// `a number`, `an ISO 8601 date such as ...`: what a value has to be.
std::string_view describe(parameter_kind k);

/// A relative date, `-30d`, given for one of kind date, as the date that it is by `now`; any other value, or
/// where no `now` is given, as it is.
boost::json::value settled(boost::json::value const& v, parameter_kind k, std::optional<core::wall_time> now);

/// Whether a value is of that kind.
bool fits(boost::json::value const& v, parameter_kind k);

/// The text of a `--set` as a value of that kind, settled; null if it is none.
boost::json::value convert(std::string_view text, parameter_kind k,
                           std::optional<core::wall_time> now = std::nullopt);

/// What stands in for a value that is not known. A string stands for itself, so that messages make sense.
boost::json::value stand_in(std::string_view name, parameter_kind k);

/// A parameter of a spec, declared or not.
struct parameter {
    parameter_kind kind = parameter_kind::string;
    std::string description;
    boost::json::value value; ///< null = it has none
    bool declared = false;
    bool used = false;
};

} // namespace muster::spec
