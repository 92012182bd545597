#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::spec {

/// A part of a text with parameters: literal text, or the name of a parameter.
struct parameter_piece {
    std::string text;
    bool is_name = false;
};

/// Takes `text ${name} text` apart; `$${` is the literal text `${`. nullopt: a `${` is not followed by a name
/// (`[A-Za-z][A-Za-z0-9_]*`) and `}`.
std::optional<std::vector<parameter_piece>> split_parameters(std::string_view text);

/// Whether it can be the name of a parameter.
bool is_parameter_name(std::string_view name);

/// The text that split_parameters gives back as one literal.
std::string escape_parameters(std::string_view text);

} // namespace muster::spec
