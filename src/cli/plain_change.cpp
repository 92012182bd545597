#include "cli/plain_change.hpp"

#include "core/plain_json.hpp"

namespace muster::cli {

namespace {

/// What a change is about to do, by what its words and what it sets are told.
struct doing {
    std::string_view plan, set, document; ///< empty where there is none, or of another kind
};

doing parts_of(std::string_view what) {
    doing parts;
    core::plain_object fields(what);
    while (auto const field = fields.next()) {
        auto const is = [&](std::string_view name, char kind) {
            return field->name == name && field->value.starts_with(kind);
        };
        if (is("planId", '"')) parts.plan = field->value;
        if (is("set", '{')) parts.set = field->value;
        if (is("document", '{')) parts.document = field->value;
    }
    return parts;
}

std::string_view set_by(doing const& parts) {
    auto const fields = parts.set.empty() ? parts.document : parts.set;
    return fields == "{}" ? std::string_view() : fields;
}

} // namespace

std::string_view after(std::string_view change) {
    auto const first = core::plain_object(change).next();
    return first ? set_by(parts_of(first->value)) : std::string_view();
}

void append_words(std::string& out, std::string_view change) {
    auto const first = core::plain_object(change).next();
    if (!first) return;
    out += first->name;
    auto const parts = parts_of(first->value);
    auto const set = set_by(parts);
    if (!parts.plan.empty())
        out.append(1, ' ').append(parts.plan.substr(1, parts.plan.size() - 2));
    else if (!set.empty())
        out.append(1, ' ').append(set);
    else if (first->value != "{}")
        out.append(1, ' ').append(first->value);
}

} // namespace muster::cli
