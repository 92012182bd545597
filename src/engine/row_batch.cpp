#include "engine/row_batch.hpp"

#include "core/ascii.hpp"
#include "core/path.hpp"
#include "core/printable.hpp"
#include "core/row_column.hpp"
#include "spec/has_where.hpp"

#include <algorithm>

namespace muster::engine {

namespace json = boost::json;

namespace {

/// By what the platform will know the member that a change makes; empty where that is no text.
std::string_view reference_in(core::change const& c, std::string const& reference) {
    json::object const* made = nullptr;
    if (auto const* const create = std::get_if<core::create_member>(&c)) made = &create->document;
    if (auto const* const upsert = std::get_if<core::upsert_member>(&c)) made = &upsert->document;
    auto const* const value = made != nullptr ? core::path(reference).find(*made) : nullptr;
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

/// The key must be what the platform will know the member by: that is how it is found again.
void refuse_other_key(proposal& p, std::string const& reference) {
    if (p.what != proposal::kind::change || !core::makes_member(p.change)) return;
    auto const known_by = reference_in(p.change, reference);
    if (known_by == p.member) return;
    p.what = proposal::kind::impossible;
    p.code = "other-key";
    if (core::trimmed(known_by) == p.member) {
        p.message =
            "there are blanks around its " + reference + ", " + core::quoted(known_by) + ": take them away";
        return;
    }
    p.message = "its " + reference + " would be " + core::quoted(known_by) + ", and the key of its row is "
                + core::quoted(p.member);
}

/// Whether the cells of a row alone tell that it does not match.
bool asks_rows_only(spec::spec const& spec) {
    auto const is_of_row = [](std::string const& field) { return core::row_column(field).has_value(); };
    return std::ranges::all_of(spec.where.fields(), is_of_row);
}

std::string line_of(source::position const& begins) {
    return "line " + std::to_string(begins.line);
}

/// What becomes of a row with nobody to be met, into its own proposal, which names its key; false where the
/// operation does not say.
bool decide_for_nobody(proposal& p, known_row const& r, spec::spec const& spec) {
    using kind = proposal::kind;
    auto decided = spec.operation->decide_for_nobody(r.member);
    if (!decided) return false;
    if (auto* const why = std::get_if<operation::impossible>(&*decided)) {
        p.what = kind::impossible;
        p.code = std::move(why->code);
        p.message = std::move(why->message);
    } else if (auto* const change = std::get_if<core::change>(&*decided)) {
        p.what = spec.where.matches(r.member) ? kind::change : kind::not_matching;
        p.change = std::move(*change);
        auto there = spec.operation->decide(r.member);
        if (auto* const update = std::get_if<core::change>(&there)) p.if_there = std::move(*update);
        if (auto objection = spec.platform->objection(p.change)) {
            p.what = kind::impossible;
            p.code = "not-acceptable";
            p.message = std::move(*objection);
        }
        refuse_other_key(p, spec.platform->about().vocabulary.reference);
    } else {
        p.what = kind::needs_nothing;
    }
    if (p.what == kind::impossible) p.message = line_of(r.begins) + ": " + p.message;
    return true;
}

} // namespace

std::string bad_row_name(source::stretch const& row) {
    return line_of(row.begins);
}

void forget_documents(row_batch& b) {
    b.rows.clear();
    b.documents.clear();
    // Not release(): what Boost.JSON 1.81 asks for next would go on doubling.
    b.memory = std::make_unique<json::monotonic_resource>();
}

bool take_row(source::rows& rows, row_batch& b) {
    try {
        auto const row = rows.next();
        if (!row) return false;
        auto& document = b.documents.emplace_back(b.memory.get());
        document["row"] = row->document(b.memory.get());
        known_row r;
        r.member.id = b.ids.emplace_back(rows.key());
        r.member.document = &document;
        r.begins = row->begins();
        r.proposal = b.proposals.size();
        b.proposals.emplace_back().member = r.member.id;
        b.rows.push_back(r);
    } catch (source::rows_error const& e) {
        if (!e.can_go_on()) throw;
        proposal bad;
        bad.member = b.ids.emplace_back(bad_row_name(rows.last()));
        bad.what = proposal::kind::impossible;
        bad.code = "bad-row";
        bad.message = e.why();
        b.proposals.push_back(std::move(bad));
    }
    return true;
}

void note_keys(row_batch& b, source::rows_settings const& settings) {
    if (settings.by == "id") return;
    for (auto const& r : b.rows)
        b.proposals[r.proposal].row = b.ids.emplace_back(source::compared_key(settings, r.member.id));
}

void pass_over_unmatched(row_batch& b, spec::spec const& spec) {
    if (!asks_rows_only(spec)) return;
    std::erase_if(b.rows, [&](known_row const& r) { return !spec.where.matches(r.member); });
}

std::uint64_t count_sought(files::storage& storage, spec::spec const& spec, std::uint64_t most) {
    if (!asks_rows_only(spec) || !spec::has_where(spec)) return most;
    source::rows rows(storage, *spec.rows);
    std::uint64_t found = 0;
    for (bool more = true; more && found < most;) {
        row_batch one;
        more = take_row(rows, one);
        pass_over_unmatched(one, spec);
        found += one.rows.size();
    }
    return found;
}

void propose(row_batch& b, spec::spec const& spec) {
    for (auto& r : b.rows) {
        if (r.member.document == nullptr) continue;
        auto p = look_at(r.member, spec);
        if (spec.makes_members) refuse_other_key(p, spec.platform->about().vocabulary.reference);
        if (p.what == proposal::kind::impossible) p.message = line_of(r.begins) + ": " + p.message;
        p.row = b.proposals[r.proposal].row;
        b.proposals[r.proposal] = std::move(p);
    }
}

bool propose_for_nobody(row_batch& b, known_row& r, spec::spec const& spec) {
    if (!decide_for_nobody(b.proposals[r.proposal], r, spec)) return false;
    r.member.document = nullptr;
    return true;
}

void refuse_unfit(row_batch& b, spec::spec const& spec) {
    std::erase_if(b.rows, [&](known_row const& r) {
        auto& own = b.proposals[r.proposal];
        proposal p;
        p.member = own.member;
        p.row = own.row;
        decide_for_nobody(p, r, spec);
        if (p.what != proposal::kind::impossible) return false;
        own = std::move(p);
        return true;
    });
}

void refuse_unfit_cells(row_batch& b, spec::spec const& spec) {
    std::erase_if(b.rows, [&](known_row& r) {
        auto const decided = spec.operation->decide(r.member);
        auto const* const no = std::get_if<operation::impossible>(&decided);
        if (no == nullptr || !operation::is_of_cell(*no)) return false;
        refuse_row(b, r, no->code, no->message);
        return true;
    });
}

void refuse_row(row_batch& b, known_row& r, std::string code, std::string const& message) {
    auto& p = b.proposals[r.proposal];
    p.what = proposal::kind::impossible;
    p.code = std::move(code);
    p.message = line_of(r.begins) + ": " + message;
    r.member.document = nullptr;
}

} // namespace muster::engine
