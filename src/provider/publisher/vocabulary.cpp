#include "provider/publisher/vocabulary.hpp"

namespace muster::provider::publisher {

core::vocabulary vocabulary() {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
    v.operations = {"upsert", "update", "delete", "request"};
    v.fields = {{"attributes", form::merged, "Attributes to set; the member's others stay."}};
    v.open_fields = true;
    v.reference = "ref";
    return v;
}

} // namespace muster::provider::publisher
