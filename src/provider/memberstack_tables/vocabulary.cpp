#include "provider/memberstack_tables/vocabulary.hpp"

namespace muster::provider::memberstack_tables {

namespace {

/// A record as lists and look-ups show it.
core::shape document() {
    using core::shape;
    using place = core::shape::form;
    return {place::object,
            {{"id", {place::text}},
             {"createdAt", {place::date}},
             {"updatedAt", {place::date}},
             {"internalOrder", {place::number}},
             {"data", {place::open, {}, {{}}}}}};
}

} // namespace

core::vocabulary vocabulary(settings const& s) {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
    v.operations = {"update", "delete", "request"};
    v.reference = s.known_by();
    if (!v.reference.empty())
        v.operations.emplace_back("create");
    else
        v.create_needs =
            R"("unique" is the key of a field of type TEXT_UNIQUE, or "reference" that of another )"
            "which tells the job's records apart";
    v.fields = {{"data", form::merged, "Fields of the record to set; its others stay."}};
    v.document = document();
    return v;
}

} // namespace muster::provider::memberstack_tables
