#include "operation/value_template.hpp"

#include "core/overload.hpp"

#include <utility>

namespace muster::operation {

namespace json = boost::json;

value_template value_template::read_text(core::node const& n) {
    value_template result;
    auto const text = n.string();
    if (!text) return result;
    std::optional<std::string> mistake;
    auto compiled = text_template::compile(*text, mistake);
    if (mistake) n.fail(*mistake);
    if (!compiled.constant()) {
        result.form_ = std::move(compiled);
        return result;
    }
    result.form_ = json::value(compiled.sample({}));
    return result;
}

value_template value_template::read(core::node const& n) {
    if (n.value().is_array()) return read_array(n);
    if (n.value().is_object()) return read_object(n);
    if (n.value().is_string()) {
        auto result = read_text(n);
        auto const* const text = std::get_if<text_template>(&result.form_);
        if (auto const* const p = text ? text->sole() : nullptr) result.form_ = placeholder(*p);
        return result;
    }
    value_template result;
    result.form_ = json::value(n.value(), json::storage_ptr());
    return result;
}

value_template value_template::read_array(core::node const& n) {
    array_form form;
    bool constant = true;
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        form.items.push_back(read(n.at(i)));
        constant = constant && form.items.back().constant();
    }
    value_template result;
    result.form_ = std::move(form);
    if (constant) result.form_ = std::get<json::value>(result.fill({}));
    return result;
}

value_template value_template::read_object(core::node const& n) {
    object_form form;
    bool constant = true;
    for (auto const& entry : n.value().get_object()) {
        form.keys.emplace_back(entry.key());
        form.values.push_back(read(*n.get(entry.key())));
        constant = constant && form.values.back().constant();
    }
    value_template result;
    result.form_ = std::move(form);
    if (constant) result.form_ = std::get<json::value>(result.fill({}));
    return result;
}

bool value_template::constant() const {
    return std::holds_alternative<json::value>(form_);
}

std::variant<json::value, impossible> value_template::fill(json::object const& document) const {
    using result = std::variant<json::value, impossible>;
    auto const constant = [](json::value const& v) -> result { return v; };
    auto const taken_over = [&](placeholder const& p) -> result {
        auto found = value_of(p, document);
        if (auto* const why = std::get_if<impossible>(&found)) return std::move(*why);
        auto& value = std::get<std::optional<json::value>>(found);
        if (!value) return missing_field(p);
        return std::move(*value);
    };
    auto const text = [&](text_template const& t) -> result {
        auto filled = t.fill(document);
        if (auto* const why = std::get_if<impossible>(&filled)) return std::move(*why);
        return json::value(std::get<std::string>(filled));
    };
    auto const array = [&](array_form const& form) -> result {
        json::array all;
        for (auto const& item : form.items) {
            auto filled = item.fill(document);
            if (std::holds_alternative<impossible>(filled)) return filled;
            all.push_back(std::get<json::value>(std::move(filled)));
        }
        return json::value(std::move(all));
    };
    auto const object = [&](object_form const& form) -> result {
        json::object all;
        for (std::size_t i = 0; i < form.keys.size(); ++i) {
            auto filled = form.values[i].fill(document);
            if (std::holds_alternative<impossible>(filled)) return filled;
            all[form.keys[i]] = std::get<json::value>(std::move(filled));
        }
        return json::value(std::move(all));
    };
    return std::visit(core::overload{constant, taken_over, text, array, object}, form_);
}

void value_template::add_fields(std::vector<std::string>& fields) const {
    auto const constant = [](json::value const&) {};
    auto const taken_over = [&](placeholder const& p) { fields.push_back(p.path.text()); };
    auto const text = [&](text_template const& t) { t.add_fields(fields); };
    auto const array = [&](array_form const& form) {
        for (auto const& item : form.items) item.add_fields(fields);
    };
    auto const object = [&](object_form const& form) {
        for (auto const& value : form.values) value.add_fields(fields);
    };
    std::visit(core::overload{constant, taken_over, text, array, object}, form_);
}

} // namespace muster::operation
