#pragma once
#include "core/node.hpp"
#include "operation/text_template.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <variant>
#include <vector>

namespace muster::operation {

/// A JSON value whose strings are templates, at any depth. (Keys are not.)
class value_template {
public:
    /// Compiles; mistakes are noted at their places. A string that is one placeholder and nothing else takes
    /// over the field's value with its type (null too, unless there is a default); any other string is a
    /// text.
    static value_template read(core::node const& n);
    /// The same for a string that is to stay one: even a sole placeholder yields text.
    static value_template read_text(core::node const& n);

    [[nodiscard]] bool constant() const;
    /// The value for a member, in storage of its own.
    [[nodiscard]] std::variant<boost::json::value, impossible> fill(
        boost::json::object const& document) const;
    /// Appends the paths that it reads.
    void add_fields(std::vector<std::string>& fields) const;

private:
    struct array_form {
        std::vector<value_template> items;
    };
    struct object_form {
        std::vector<std::string> keys;
        std::vector<value_template> values; ///< one for each key
    };
    static value_template read_array(core::node const& n);
    static value_template read_object(core::node const& n);

    /// A value without placeholders at any depth is kept whole, as the first of these.
    std::variant<boost::json::value, placeholder, text_template, array_form, object_form> form_;
};

} // namespace muster::operation
