#include "provider/memberpulse/vocabulary.hpp"

namespace muster::provider::memberpulse {

core::vocabulary vocabulary(settings const& s) {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
    v.operations = {"update", "delete", "request"};
    if (!s.reference.empty())
        v.operations.emplace_back("create");
    else
        v.create_needs = R"("reference" is its name)";
    if (s.of_members()) v.fields = {{"email", form::email, "The member's e-mail address."}};
    v.open_fields = true;
    v.reference = s.reference;
    return v;
}

} // namespace muster::provider::memberpulse
