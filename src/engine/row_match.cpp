#include "engine/row_match.hpp"

#include "core/printable.hpp"
#include "spec/planned_operation.hpp"

namespace muster::engine {

void lay_beside(row_batch& b, known_row& r, core::member const& found) {
    auto& document = b.documents.emplace_back(*found.document, b.memory.get());
    document["row"] = r.member.document->at("row");
    r.member = found;
    r.member.document = &document;
}

void refuse_nobody(row_batch& b, known_row& r, spec::spec const& spec) {
    if (spec.operation->holds_for_nobody(r.member)) return settle_row(b, r);
    if (spec.stop_after.stale)
        return refuse_row(b, r, std::string(spec::stale_code),
                          "of the plan: the member is not there any more");
    refuse_row(b, r, "no-such-member",
               "no member has the " + spec.rows->by + ' ' + core::quoted(b.proposals[r.proposal].member));
}

} // namespace muster::engine
