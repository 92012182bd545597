#include "spec/template_fields.hpp"

#include "filter/fields.hpp"
#include "operation/text_template.hpp"

namespace muster::spec {

void note_unknown_fields(core::node const& operation, core::shape const& document) {
    auto const& v = operation.value();
    if (v.is_array()) {
        for (std::size_t i = 0; i < v.get_array().size(); ++i) note_unknown_fields(operation.at(i), document);
    } else if (v.is_object()) {
        for (auto const& entry : v.get_object()) note_unknown_fields(*operation.get(entry.key()), document);
    } else if (v.is_string()) {
        std::optional<std::string> mistake;
        auto const text = operation::text_template::compile(v.get_string(), mistake);
        std::vector<std::string> fields;
        if (!mistake) text.add_fields(fields);
        for (auto const& field : fields) {
            auto found = filter::find_field(document, "", field, {&document, false, false});
            if (found.objection) operation.warn("in a template: " + *found.objection);
        }
    }
}

} // namespace muster::spec
