#include "operation/registry.hpp"

#include "operation/builtin.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::operation {
namespace {

constexpr std::size_t built_in = 7; // the first of all_kinds()

std::vector<kind>& all_kinds() {
    static std::vector<kind> all{
        add_plan_kind(), remove_plan_kind(), update_kind(),  delete_kind(),
        create_kind(),   upsert_kind(),      request_kind(),
    };
    return all;
}

kind const* find_kind(std::string_view name) {
    for (auto const& k : all_kinds()) {
        if (k.name == name) return &k;
    }
    return nullptr;
}

std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (auto const& k : all_kinds()) all.push_back(k.name);
    return all;
}

bool offers(core::vocabulary const& vocabulary, std::string_view operation) {
    return std::ranges::count(vocabulary.operations, operation) > 0;
}

/// Whether a platform can carry it out, as far as it says. It knows no operations from outside: to what
/// changes they make, it may object itself.
bool has(core::vocabulary const& vocabulary, kind const& operation) {
    auto const& all = vocabulary.operations;
    if (operation.name == "upsert" && upserts_by_look(vocabulary)) return true;
    bool const from_outside = static_cast<std::size_t>(&operation - all_kinds().data()) >= built_in;
    return from_outside || all.empty() || std::find(all.begin(), all.end(), operation.name) != all.end();
}

std::string objection_to(std::string_view operation, core::vocabulary const& vocabulary) {
    if (operation == "create" && !vocabulary.create_needs.empty())
        return "makes records that are known by a field, and the block \"provider\" names none: "
               + vocabulary.create_needs;
    std::string text = "the platform has no \"" + std::string(operation) + "\"; it has";
    for (auto const& each : vocabulary.operations) text += (text.ends_with("has") ? " " : ", ") + each;
    if (operation == "upsert" && offers(vocabulary, "create") && offers(vocabulary, "update"))
        text += ". A job with \"create\" leaves those who are there as they are; one with \"update\" and the "
                "same rows then changes these";
    return text;
}

} // namespace

std::vector<kind> const& kinds() {
    return all_kinds();
}

bool upserts_by_look(core::vocabulary const& vocabulary) {
    bool const has_parts = offers(vocabulary, "create") && offers(vocabulary, "update");
    // Where an update takes any field, what only a creation is to set (a password) cannot be told from
    // others.
    return has_parts && !offers(vocabulary, "upsert") && !vocabulary.open_fields;
}

void add_kind(kind k) {
    if (find_kind(k.name)) throw std::invalid_argument("there is an operation \"" + k.name + "\" already");
    all_kinds().push_back(std::move(k));
}

std::unique_ptr<operation> read(core::node const& n, core::vocabulary const& vocabulary) {
    if (!n.is_object(R"({"addPlan": {"planId": "pln_..."}})")) return nullptr;
    n.allow_keys(names());
    auto const& entries = n.value().get_object();
    if (entries.size() != 1) {
        n.fail("must hold exactly one operation, e.g. {\"addPlan\": {\"planId\": \"pln_...\"}}");
    }
    // Every one that is there is read, so that its mistakes are listed too.
    std::unique_ptr<operation> only;
    for (auto const& entry : entries) {
        auto const* const k = find_kind(entry.key());
        if (k == nullptr) continue;
        auto const place = *n.get(entry.key());
        if (!has(vocabulary, *k)) place.fail(objection_to(k->name, vocabulary));
        only = k->read(place, vocabulary);
    }
    return only;
}

} // namespace muster::operation
