#include "service/advice.hpp"

#include "launch/opening.hpp"
#include "launch/returned_rows.hpp"
#include "launch/same_failure.hpp"
#include "spec/read.hpp"

namespace muster::service {

namespace {

using core::outcome;

/// The spec is at fault, and a resume would fail the same way.
bool spec_is_at_fault(files::storage& storage, journal::directory const& where, journal::state const& folded,
                      std::string const& cause) {
    auto const& t = folded.totals();
    // What is gone by now, a plan for instance, may come back for a job that could use it before.
    if (cause == journal::ending_operation) return t.of(outcome::done) == 0;
    try {
        return launch::same_failure_of_all(storage, where, folded).has_value();
    } catch (files::io_error const&) { // the advice is all that hangs on it
        return false;
    }
}

/// Whether what is done to whom stands in rows, which may be at fault as well.
bool is_of_rows(files::storage& storage, journal::directory const& where) {
    try {
        auto const read = spec::read(files::read_file(storage, where.spec()).value_or(""), {});
        return read.value && launch::has_rows_to_return(*read.value);
    } catch (files::io_error const&) {
        return false;
    }
}

} // namespace

std::string advice_for(files::storage& storage, journal::directory const& where, journal::state const& folded,
                       std::string const& state_option) {
    auto const& t = folded.totals();
    auto const& ending = folded.ending();
    auto const cause = ending ? ending->cause : std::string();
    bool const complete = ending && ending->complete;
    bool const live = folded.last_run() && folded.last_run()->live;
    auto const resume = "muster resume " + where.id + state_option + (live ? " --live" : "");
    std::string look = "muster results " + where.id + state_option;
    if (t.of(outcome::failed) > 0)
        look += " --outcome failed";
    else if (t.of(outcome::unknown) > 0)
        look += " --outcome unknown";
    bool const any_bad = t.of(outcome::failed) + t.of(outcome::unknown) > 0;

    if (folded.paused() && !complete)
        return "muster continue " + where.id + state_option + "; then " + resume;
    if (spec_is_at_fault(storage, where, folded, cause)) {
        bool const rows = any_bad && is_of_rows(storage, where);
        return (any_bad ? look + (rows ? " --as-rows" : "") + "; then mend" : "mend")
               + (rows ? " these rows or the spec" : " the spec")
               + ", and start a new job with it: this one would fail the same way again";
    }
    if (complete && t.of(outcome::failed) > 0 && is_of_rows(storage, where))
        return look + " --as-rows; then mend these rows, and start a new job with them";
    if (complete) return any_bad ? look : "";
    if (cause == journal::ending_operation)
        return "see to it that the platform takes that again, then " + resume
               + "; or mend the spec, and start a new job";
    bool const nothing_yet = folded.seen() == 0 && t.settled() == 0;
    if (cause == journal::ending_error && nothing_yet)
        return "mend that, then " + resume
               + "; if the spec, or a file that it names, has to change, start a new job";
    if (cause == journal::ending_unfit)
        return "mend that, then " + resume + "; where it says so, begin a new job instead";
    if (cause == journal::ending_canary)
        return look + "; to go on all the same: " + resume + " --past-canary";
    if (cause == journal::ending_surplus)
        return "look whom the spec matches, with muster plan; if they are all meant: " + resume
               + " --at-most " + std::to_string(folded.matched()) + " or more";
    if (cause == journal::ending_window) return resume + " when the window is open, or with --wait";
    if (cause == journal::ending_quota) return resume + " then, or later";
    if (cause == journal::ending_limit && launch::limit_of_spec_reached(storage, where, folded))
        return "that is the spec's own limit; to go on: " + resume + " --limit N";
    return resume;
}

} // namespace muster::service
