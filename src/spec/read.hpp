#pragma once
#include "core/node.hpp"
#include "core/time.hpp"
#include "spec/amendment.hpp"
#include "spec/spec.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::spec {

/// A mistake in a spec, or a warning, placed.
struct diagnostic {
    std::string pointer; ///< JSON pointer, "" for the whole document
    unsigned line = 1;   ///< 1-based
    unsigned column = 1; ///< 1-based, in bytes
    std::string message;
    bool warning = false; ///< the spec can be run as it is, but was hardly meant so
};

/// Values for `${name}`, from `--set name=value`.
using settings = std::map<std::string, std::string, std::less<>>;

/// What is wrong with a spec, in the order of their places.
struct findings {
    std::vector<diagnostic> mistakes;
    std::vector<diagnostic> warnings;
};

/// What reading a spec came to: a spec, or everything that is wrong with it (never both, never neither); and
/// in both cases what was hardly meant as it stands there.
struct read_result : findings {
    std::optional<spec> value;
};

/// Reads the text of a spec. Looks at no file but the text, reads no key. No message quotes a key, not even
/// one that was written into the spec by mistake. By `now`, relative dates become dates, which then stand in
/// `spec::document`, as does `now` itself (`asOf`); where it is not given, as for the spec that a job keeps,
/// they are mistakes, and dates in the future are not noticed. What `amended` says takes the place of what
/// the text says.
read_result read(std::string_view text, settings const& set,
                 std::optional<core::wall_time> now = std::nullopt, amendment const& amended = {});

/// What is wrong with the text of a spec whose parameters nobody has given: those without a default are taken
/// to be fine, and so is every value that one of them stands in.
findings check(std::string_view text, std::optional<core::wall_time> now = std::nullopt,
               amendment const& amended = {});

/// Adds what was found elsewhere of the spec of this text, each at its place.
void add(core::problems const& found, std::string_view text, findings& into);

/// `path:line:column: pointer: message`, one line for each mistake; without the pointer where it is the whole
/// document, and with `warning: ` before it for a warning.
std::string format(std::string_view path, std::vector<diagnostic> const& all);

/// The JSON Schema (2020-12) of a spec, pretty-printed.
std::string schema();

} // namespace muster::spec
