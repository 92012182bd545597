#pragma once
#include "core/cell.hpp"
#include "core/path.hpp"
#include "operation/operation.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::operation {

/// `{{path}}` or `{{path|default text}}` within a text: where a field of the member is to be put in. Spaces
/// around the path and around the default do not count. `{{{{` stands for the text `{{`. A cell of a row can
/// be asked for in a form: `{{row.points|number}}`, `{{row.points|number|0}}`.
struct placeholder {
    core::path path;
    std::optional<std::string> fallback; ///< put in where the field is missing or null
    std::optional<core::cell_form> form; ///< what the field must be, or can be read as
};

/// The value for a member, in the form that is asked for: null, or none, where the field is.
std::variant<std::optional<boost::json::value>, impossible> value_of(placeholder const& p,
                                                                     boost::json::object const& document);

/// The outcome for a member that lacks the field of a placeholder without a default.
impossible missing_field(placeholder const& p);

/// What is done to each inserted value, e.g. percent-encoding; nullptr = nothing.
using encoding = std::string (*)(std::string_view);

/// A text with placeholders, compiled once and filled in for each member.
class text_template {
public:
    /// Compiles; `mistake` gets a sentence and the result is empty if the text is not a template.
    static text_template compile(std::string_view text, std::optional<std::string>& mistake);

    /// True if there is no placeholder in it.
    [[nodiscard]] bool constant() const;
    /// The text with `stand_in` in the place of each placeholder.
    [[nodiscard]] std::string sample(std::string_view stand_in) const;
    /// The placeholder that is the whole of the text, if it is one and nothing else.
    [[nodiscard]] placeholder const* sole() const;
    /// The text for a member. Numbers and booleans are written as JSON writes them, without exponents where
    /// that is shorter; a field that is missing or null and has no default is `missing-field`, an object or
    /// array `not-text`.
    [[nodiscard]] std::variant<std::string, impossible> fill(boost::json::object const& document,
                                                             encoding encode = nullptr) const;
    /// Appends the paths that it reads.
    void add_fields(std::vector<std::string>& fields) const;

private:
    std::vector<std::variant<std::string, placeholder>> parts_;
};

/// The text of a string, number or boolean; nullopt for null, arrays and objects.
std::optional<std::string> scalar_text(boost::json::value const& v);

} // namespace muster::operation
