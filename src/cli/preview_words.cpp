#include "cli/preview_words.hpp"

#include "cli/change_steps.hpp"
#include "cli/shown.hpp"
#include "core/printable.hpp"
#include "engine/share.hpp"
#include "spec/has_where.hpp"

namespace muster::cli {

namespace json = boost::json;

namespace {

/// `no member`, `none of the first 300 members`.
std::string nobody(engine::preview const& p) {
    return p.whole ? "no member" : "none of the first " + std::to_string(p.seen) + " members";
}

} // namespace

std::vector<std::string> warnings_of(engine::preview const& p, spec::spec const& spec) {
    std::vector<std::string> all;
    if (p.seen == 0) return all;
    for (auto const& field : p.missing) {
        auto text = nobody(p) + " has the field " + core::quoted(field.name);
        if (field.nearest) text += "; did you mean " + core::quoted(*field.nearest) + "?";
        all.push_back(std::move(text));
    }
    if (p.matched == 0) all.push_back(nobody(p) + " matches");
    if (p.matched == p.seen && spec::has_where(spec))
        all.push_back("every one of the " + std::string(p.whole ? "" : "first ") + std::to_string(p.seen)
                      + " members matches the where");
    auto const likely = p.likely_matched();
    if (spec.at_most && likely && *likely > *spec.at_most)
        all.push_back((p.whole ? "" : "about ") + std::to_string(*likely) + " members match, and at most "
                      + std::to_string(*spec.at_most)
                      + " are expected: the job would stop before the surplus");
    auto const listed = p.whole ? std::optional(p.seen) : p.list_total;
    auto const share = likely && listed ? engine::objection_to_share(spec, *likely, *listed) : std::nullopt;
    if (share)
        all.push_back("the job would be refused, and nothing sent: " + std::string(p.whole ? "" : "about ")
                      + *share);
    return all;
}

std::string members_of(engine::preview const& p) {
    auto const to_change =
        ", " + std::to_string(p.to_change) + " of them to be " + (p.of_export ? "exported" : "changed");
    if (p.whole) return std::to_string(p.matched) + " of " + std::to_string(p.seen) + " match" + to_change;
    auto const head =
        std::to_string(p.matched) + " of the first " + std::to_string(p.seen) + " match" + to_change;
    auto const likely = p.likely_matched();
    if (!likely) return head;
    return "about " + std::to_string(*likely) + " of " + std::to_string(*p.list_total)
           + " match, by a first look: " + head;
}

std::string doubt_of(engine::preview const& p) {
    std::string const which = " of them cannot be read back after a request that broke: ";
    if (p.given_up > 0) return std::to_string(p.given_up) + which + "they may end as unknown";
    if (p.sent_again > 0)
        return std::to_string(p.sent_again) + which + "it is sent again, which does no more than once";
    return {};
}

std::string undo_of(engine::preview const& p) {
    if (p.of_export || p.to_change == 0) return {};
    if (p.irreversible == 0) return "all of it can be taken back";
    if (p.irreversible == p.to_change) return "impossible: " + p.why_irreversible;
    return "all but " + std::to_string(p.irreversible) + " of these: " + p.why_irreversible;
}

std::vector<std::string> steps_of(core::change const& change, json::object const& before) {
    std::vector<std::string> all;
    for (auto const& step : change_steps(change, before)) all.push_back(step.text());
    return all;
}

std::string example_text(engine::preview::example const& e, std::vector<std::string> const& lines) {
    auto text = "  " + shown_line(e.member);
    if (!e.email.empty()) text += "  " + shown_line(e.email);
    if (lines.size() == 1) return text + "  " + lines.front() + '\n';
    text += '\n';
    for (auto const& line : lines) text += "    " + line + '\n';
    return text;
}

} // namespace muster::cli
