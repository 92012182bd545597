#pragma once
#include "spec/spec.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::spec {

/// A mistake in a spec, placed.
struct diagnostic {
    std::string pointer; ///< JSON pointer, "" for the whole document
    unsigned line = 1;   ///< 1-based
    unsigned column = 1; ///< 1-based, in bytes
    std::string message;
};

/// Values for `${name}`, from `--set name=value`.
using settings = std::map<std::string, std::string, std::less<>>;

/// What reading a spec came to: a spec, or everything that is wrong with it (never both, never neither).
struct read_result {
    std::optional<spec> value;
    std::vector<diagnostic> mistakes; ///< in the order of their places
};

/// Reads the text of a spec. Looks at no file but the text, reads no key. No message quotes a key, not even
/// one that was written into the spec by mistake.
read_result read(std::string_view text, settings const& set);

/// What is wrong with the text of a spec whose parameters nobody has given: those without a default are taken
/// to be fine, and so is every value that one of them stands in. Empty = nothing is wrong.
std::vector<diagnostic> check(std::string_view text);

/// `path:line:column: pointer: message`, one line for each mistake; without the pointer where it is the whole
/// document.
std::string format(std::string_view path, std::vector<diagnostic> const& mistakes);

/// The JSON Schema (2020-12) of a spec, pretty-printed.
std::string schema();

} // namespace muster::spec
