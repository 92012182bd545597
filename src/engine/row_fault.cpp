#include "engine/row_fault.hpp"

#include "journal/replay.hpp"
#include "operation/operation.hpp"

namespace muster::engine {

bool is_row_at_fault(spec::spec const& spec, std::string_view code) {
    if (!spec.rows) return false;
    if (spec.makes_rows_members() || code == "bad-row") return true;
    bool const of_record = code == "other-key" || code == "not-acceptable" || code == "bad-email";
    if (spec.upserts_by_look && of_record) return true; // what engine::refuse_unfit tells of
    return operation::is_of_cell({std::string(code), ""});
}

std::uint64_t count_rows_at_fault(files::storage& storage, journal::directory const& where,
                                  spec::spec const& spec) {
    std::uint64_t n = 0;
    journal::for_each_record(storage, where.journal(), [&](journal::record const& r) {
        auto const* const s = std::get_if<journal::member_settled>(&r);
        bool const unsent = s != nullptr && s->outcome == core::outcome::failed && s->attempts == 0;
        if (unsent && is_row_at_fault(spec, s->code)) ++n;
    });
    return n;
}

} // namespace muster::engine
