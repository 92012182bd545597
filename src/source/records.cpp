#include "source/records.hpp"

#include "core/path.hpp"
#include "core/printable.hpp"

#include <utility>

namespace muster::source {

namespace json = boost::json;

namespace {

/// What a record is known by; empty where it has nothing of the kind.
std::string reference_of(json::object const& record, std::string const& reference) {
    auto const* const v = core::path(reference).find(record);
    if (v == nullptr) return {};
    if (v->is_string()) return std::string(v->get_string());
    if (v->is_int64()) return std::to_string(v->get_int64());
    if (v->is_uint64()) return std::to_string(v->get_uint64());
    return {};
}

/// A record that holds only that: `{"data": {"sku": "..."}}`.
std::string example(std::string const& reference) {
    std::string text = R"({")";
    std::string end = R"(": "..."})";
    for (auto const c : reference) {
        if (c == '.') end += '}';
        text += c == '.' ? R"(": {")" : std::string(1, c);
    }
    return text + end;
}

} // namespace

records::records(std::vector<record> all) : all_(std::move(all)) {
    for (std::size_t i = 0; i < all_.size(); ++i) by_reference_.emplace(all_[i].reference, i);
}

record const* records::find(std::string_view reference) const {
    auto const found = by_reference_.find(reference);
    return found == by_reference_.end() ? nullptr : &all_[found->second];
}

records read_records(core::node const& n, std::string const& reference) {
    if (!n.value().is_array() || n.value().get_array().empty()) {
        n.fail("must be a list of at least one record");
        return {};
    }
    std::vector<record> all;
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < n.value().get_array().size(); ++i) {
        auto const place = n.at(i);
        if (!place.is_object(example(reference))) continue;
        auto const& document = place.value().get_object();
        auto known_by = reference_of(document, reference);
        if (known_by.empty()) {
            place.fail("must hold " + core::quoted(reference) + ", a text, by which the record is known");
            continue;
        }
        auto const [first, fresh] = seen.emplace(known_by, i);
        if (!fresh) {
            place.fail("has the same " + core::quoted(reference) + " (" + core::printable(known_by)
                       + ") as record " + std::to_string(first->second + 1) + " of the list");
            continue;
        }
        all.push_back({std::move(known_by), document});
    }
    return records(std::move(all));
}

json::object records_schema() {
    json::object schema;
    schema["type"] = "array";
    schema["description"] = "The records that are created or upserted, each in the platform's own shape.";
    schema["items"] = json::object{{"type", "object"}};
    schema["minItems"] = 1;
    return schema;
}

} // namespace muster::source
