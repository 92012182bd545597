#include "cli/verification.hpp"

#include "cli/await_window.hpp"
#include "cli/change_steps.hpp"
#include "cli/look.hpp"
#include "cli/prepared_rows.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/confidence.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"
#include "spec/secret.hpp"

#include <boost/json/array.hpp>

#include <cmath>
#include <cstdio>

namespace muster::cli {

namespace json = boost::json;

namespace {

/// Those who are not as they were written, or of whom it is not known.
std::uint64_t bad_of(verification const& v) {
    return v.seen.to_change + v.seen.impossible;
}

/// `1.5`, rounded up: no more than that is promised.
std::string percent_not_below(double share) {
    auto const percent = 100 * share;
    int const digits = percent >= 10 ? 0 : percent >= 0.1 ? 1 : 4;
    auto const scale = std::pow(10.0, digits);
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, std::ceil(percent * scale - 1e-9) / scale);
    return text;
}

std::string sample_words(verification const& v) {
    auto const percent = percent_not_below(core::share_at_most(bad_of(v), v.job.deeds));
    return std::to_string(v.job.deeds) + " of " + std::to_string(v.job.of)
           + ", taken by chance: with a confidence of 95 %, no more than " + percent
           + " % of all are not as written";
}

} // namespace

std::uint64_t verification::not_found() const {
    auto const at = seen.why_impossible.find("no-such-member");
    return at == seen.why_impossible.end() ? 0 : at->second;
}

std::uint64_t verification::not_told() const {
    return job.left_out + seen.impossible - not_found();
}

bool verification::all_as_written() const {
    return seen.to_change == 0 && seen.impossible == 0 && job.left_out == 0;
}

std::optional<verification> verify_job(launch::store& jobs, std::string const& id, verify_choices choices) {
    verification v{launch::make_verification(jobs, id, choices.sample), {}};
    if (v.job.deeds == 0) {
        if (v.job.left_out == 0) return std::nullopt;
        throw core::job_error(core::exit_status::usage,
                              "nothing of job " + id + " can be verified: " + v.job.why_left_out);
    }
    auto& spec = v.job.spec;
    await_window(spec, {choices.look.ignore_windows, false, false});
    auto const key = spec::resolve(spec.key, *spec.platform);
    if (choices.new_key) v.job.from.key.clear();
    launch::refuse_another_key(v.job.from, key);
    files::posix_storage storage;
    prepared_rows const rows(storage, spec, choices.look, v.job.from.rows);
    v.seen = look(spec, key, choices.look);
    return v;
}

std::string as_table(verification const& v, bool wrapped) {
    auto const& p = v.seen;
    auto out = table_row("as written", std::to_string(p.needs_nothing), wrapped)
               + table_row("drifted", std::to_string(p.to_change), wrapped)
               + table_row("not found", std::to_string(v.not_found()), wrapped);
    if (v.not_told() > 0)
        out += table_row("not known",
                         std::to_string(v.not_told()) + (v.job.left_out > 0 ? ": " + v.job.why_left_out : ""),
                         wrapped);
    if (v.is_sample()) out += table_row("sample", sample_words(v), wrapped);
    if (!p.examples.empty()) out += "Drifted, as it is now -> as it was written:\n";
    for (auto const& e : p.examples) out += example_text(e, steps_of(e.change, e.before));
    if (p.to_change > p.examples.size() && !p.examples.empty())
        out += "  and " + std::to_string(p.to_change - p.examples.size()) + " more\n";
    for (auto const& each : p.faults) out += "  " + shown_line(each) + '\n';
    return out;
}

std::string in_words(verification const& v) {
    auto text = std::to_string(v.seen.needs_nothing) + " of " + std::to_string(v.job.deeds) + " as written";
    if (v.seen.to_change > 0) text += ", " + std::to_string(v.seen.to_change) + " drifted";
    if (v.not_found() > 0) text += ", " + std::to_string(v.not_found()) + " not found";
    if (v.not_told() > 0) text += ", " + std::to_string(v.not_told()) + " not known";
    return v.is_sample() ? text + "; " + sample_words(v) : text;
}

json::object as_json(verification const& v) {
    json::array drifted;
    for (auto const& e : v.seen.examples)
        drifted.push_back(json::object{{"member", e.member},
                                       {"email", e.email},
                                       {"written", core::to_json(shown_change(e.change))},
                                       {"now", e.before}});
    json::object out{{"asWritten", v.seen.needs_nothing}, {"drifted", v.seen.to_change},
                     {"notFound", v.not_found()},         {"notKnown", v.not_told()},
                     {"examples", std::move(drifted)},    {"requests", v.seen.requests}};
    if (v.is_sample()) {
        out["of"] = v.job.of;
        out["driftedShareAtMost"] = core::share_at_most(bad_of(v), v.job.deeds);
    }
    return out;
}

} // namespace muster::cli
