#include "engine/proposal.hpp"

#include "core/overload.hpp"
#include "provider/replies.hpp"
#include "spec/has_where.hpp"

namespace muster::engine {

namespace {

void export_to(sink::settings const& to, core::member const& m, proposal& p) {
    auto projected = sink::project(m, to.columns, m.document->storage());
    if (auto* const unfit = std::get_if<sink::misfit>(&projected)) {
        p.what = proposal::kind::impossible;
        p.code = "unfit-value";
        p.message = std::move(unfit->why);
        return;
    }
    p.what = proposal::kind::row;
    p.exported = std::move(std::get<sink::projection>(projected));
}

} // namespace

std::optional<core::field_choice> fields_looked_at(spec::spec const& spec) {
    auto fields = spec.platform->about().identity;
    // Where nobody is left out, each document is read whole: better at once.
    bool const all = spec.sink ? spec.sink->reads_everything() : !spec::has_where(spec);
    if (fields.empty() || all) return std::nullopt;
    for (auto const& f : spec.where.fields()) fields.push_back(f);
    if (spec.sink)
        for (auto& f : spec.sink->fields_in_lists()) fields.push_back(std::move(f));
    // The fields that are looked at only where somebody matches; none: it may be any.
    auto const* const change = spec.sink ? nullptr : spec.operation->same_for_all();
    if (change == nullptr) return core::field_choice(fields);
    auto later = spec.platform->fields_of(*change).value_or(std::vector<std::string>());
    return core::field_choice(fields, std::move(later), spec.platform->needed_in_fields_of(*change));
}

proposal look_at(core::member const& shown, spec::spec const& spec, core::field_choice const* kept) {
    proposal result;
    look_at(shown, spec, kept, result);
    return result;
}

void look_at(core::member const& shown, spec::spec const& spec, core::field_choice const* kept,
             proposal& into) {
    using kind = proposal::kind;
    into.member = shown.id;
    into.email = shown.email;
    if (!spec.where.matches(shown)) return;
    if (spec.sink) return export_to(*spec.sink, shown, into);
    auto const m = kept != nullptr ? provider::replies::read_later(shown, *kept) : shown;
    auto decided = spec.operation->decide(m);
    std::visit(core::overload{[&](core::change& c) {
                                  into.what = kind::change;
                                  into.change = std::move(c);
                              },
                              [&](operation::nothing_to_do const&) { into.what = kind::needs_nothing; },
                              [&](operation::impossible& i) {
                                  into.what = kind::impossible;
                                  into.code = std::move(i.code);
                                  into.message = std::move(i.message);
                              }},
               decided);
    if (into.what != kind::change) return;
    if (auto objection = spec.platform->objection(into.change)) {
        into.what = kind::impossible;
        into.code = "not-acceptable";
        into.message = std::move(*objection);
    } else if (core::makes_member(into.change)) {
        return; // what was looked at is a record, not the platform's member
    } else if (spec.platform->test(into.change, m) == provider::effect::present) {
        into.what = kind::needs_nothing;
    } else {
        into.before = spec.platform->before_image(into.change, m);
        if (spec.rows) into.beside = m.document->if_contains("row");
    }
}

} // namespace muster::engine
