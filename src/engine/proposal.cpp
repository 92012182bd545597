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

/// The fields that are looked at only where somebody matches; none: it may be any.
std::vector<std::string> fields_changed(spec::spec const& spec) {
    auto const* const change = spec.sink ? nullptr : spec.operation->same_for_all();
    if (change == nullptr) return {};
    return spec.platform->fields_of(*change).value_or(std::vector<std::string>());
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
    return core::field_choice(fields, fields_changed(spec));
}

proposal look_at(core::member const& shown, spec::spec const& spec, core::field_choice const* kept) {
    using kind = proposal::kind;
    proposal result;
    result.member = shown.id;
    result.email = shown.email;
    if (!spec.where.matches(shown)) return result;
    if (spec.sink) {
        export_to(*spec.sink, shown, result);
        return result;
    }
    auto const m = kept != nullptr ? provider::replies::read_later(shown, *kept) : shown;
    auto decided = spec.operation->decide(m);
    std::visit(core::overload{[&](core::change& c) {
                                  result.what = kind::change;
                                  result.change = std::move(c);
                              },
                              [&](operation::nothing_to_do const&) { result.what = kind::needs_nothing; },
                              [&](operation::impossible& i) {
                                  result.what = kind::impossible;
                                  result.code = std::move(i.code);
                                  result.message = std::move(i.message);
                              }},
               decided);
    if (result.what != kind::change) return result;
    if (auto objection = spec.platform->objection(result.change)) {
        result.what = kind::impossible;
        result.code = "not-acceptable";
        result.message = std::move(*objection);
    } else if (core::makes_member(result.change)) {
        return result; // what was looked at is a record, not the platform's member
    } else if (spec.platform->test(result.change, m) == provider::effect::present) {
        result.what = kind::needs_nothing;
    } else {
        result.before = spec.platform->before_image(result.change, m);
        if (spec.rows) result.beside = m.document->if_contains("row");
    }
    return result;
}

} // namespace muster::engine
