#pragma once
#include "core/node.hpp"
#include "spec/parameter.hpp"
#include "spec/read.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace muster::spec {

/// Fills in `${name}` in all strings and keys of a spec.
///
/// The block `parameters` declares them: `{"planId": {"description": "...", "type": "string", "default":
/// ...}}`, the type being string (if none is given), number, boolean or date (ISO 8601, or relative as
/// `-30d`, which becomes one). A string that is exactly `"${name}"` takes over the value with its type;
/// within a longer text it is written out. A parameter that is not declared is a string without a default.
/// `$${` stands for the text `${`. What was filled in is not looked at again.
class parameters {
public:
    /// Whether a parameter without a value is a mistake.
    enum class unset { is_a_mistake, is_fine };

    /// `document` is the spec as it was written; mistakes and warnings go to `found`, with pointers into
    /// `document`. The references must outlive this. `now`: for relative dates.
    parameters(boost::json::object const& document, settings const& set, unset missing,
               std::optional<core::wall_time> now, core::problems& found);

    /// The spec with everything filled in, and without the block `parameters`. A parameter without a value is
    /// noted once, where it is first used (unless that is fine), and something of its kind stands in for it.
    /// To be called once.
    boost::json::object fill();

    /// A text or key as fill() writes it, after it did.
    [[nodiscard]] std::string fill_text(std::string_view text) const;

    /// Whether a stand-in went into the value or key at this pointer into the result of fill(): what else is
    /// wrong with it is not known.
    [[nodiscard]] bool is_unknown(std::string_view pointer) const { return unknown_.contains(pointer); }

private:
    /// A value's place in the document as it was written, and in the result.
    struct place {
        std::string from;
        std::string to;
    };
    void declare(std::string_view name, core::node const& n);
    void apply_settings();
    void note_unused() const;
    /// Looks at the parameters in a text, which is the value at `at`, or its key; false if one has no value.
    bool use_all(std::string_view text, place const& at, bool at_key);
    bool use(std::string const& name, std::string const& pointer, bool at_key);
    /// Warns of a text in the `where` that is empty only because of what was set.
    void note_empty(std::string_view text, std::string const& pointer) const;
    boost::json::value fill(boost::json::value const& v, place const& at);
    boost::json::object fill(boost::json::object const& o, place const& at);
    [[nodiscard]] boost::json::value value_of(std::string const& name) const;

    boost::json::object const& document_;
    core::problems& found_;
    settings const& set_;
    unset missing_;
    std::optional<core::wall_time> now_;
    std::map<std::string, parameter, std::less<>> all_;
    std::set<std::string, std::less<>> unknown_;
};

/// A document that fill() turns into this one again.
boost::json::object escape_parameters(boost::json::object const& document);

} // namespace muster::spec
