#include "launch/take_up.hpp"

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/overload.hpp"
#include "launch/live_guard.hpp"
#include "launch/made_key_lists.hpp"
#include "launch/mark.hpp"
#include "launch/new_key.hpp"
#include "launch/sink_place.hpp"
#include "launch/spooled_rows.hpp"
#include "spec/deed_operation.hpp"
#include "spec/paths.hpp"
#include "spec/planned_operation.hpp"
#include "spec/secret.hpp"

#include <random>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace {

void refuse_live(spec::spec const& spec, std::string const& key, terms const& under) {
    if (spec.sink) return; // it changes nobody
    check_live(*spec.platform, spec.key, spec.at, key, spec.live || under.live,
               "use a sandbox key, or muster plan");
}

/// Whether the key is another than the job's last run had, which the terms must allow.
bool is_replaced(spec::spec const& spec, std::string const& key, std::string const& before,
                 terms const& under) {
    auto const now = core::fingerprint(key);
    if (now == before) return false;
    if (under.new_key) return true;
    throw job_error(exit_status::refused,
                    "the key from " + spec::describe(spec.key)
                        + " is not the one that the job works with (fingerprint " + before + " then, " + now
                        + " now): it may belong to another application. Nothing was sent. If the key was "
                          "replaced, add --new-key: the job goes on if it is for the same application.");
}

/// Refuses an operation that only muster writes, with the rows that it is done to.
void refuse_made_operation(spec::spec const& spec) {
    auto const* const operation = spec.document.if_contains("operation");
    if (operation == nullptr) return;
    std::string what;
    if (spec::is_deed_operation(*operation)) what = "what a job did is taken back by muster undo JOB";
    if (spec::is_planned_operation(*operation)) what = "a plan is applied by muster run --plan FILE";
    if (!what.empty())
        throw job_error(exit_status::usage, what + ", and by no spec that is run. Nothing was sent.");
}

void hear_last_word(spec::spec const& spec, std::string const& key, journal::state const& so_far,
                    terms const& under) {
    if (under.last_word) under.last_word(spec, key, so_far);
}

/// The state of a job that is about to be made: only how many rows it has is known.
journal::state nothing_yet(std::optional<row_survey> const& survey) {
    journal::state s;
    if (!survey) return s;
    journal::job_opened about;
    about.source = survey->digest;
    about.rows = survey->rows;
    s.apply(about);
    return s;
}

std::optional<ready_job> open_and_check(store& jobs, std::string const& id, terms const& under) {
    auto held = held_job::open(jobs.storage(), jobs.find(id));
    auto found = journal::replay(held.storage(), held.where());
    auto const& opened = *found.folded.job();
    if (found.folded.ending() && found.folded.ending()->complete) return std::nullopt;
    refuse_paused(found.folded, id, jobs.state_option());
    auto spec = held.read_spec(opened);
    auto key = spec::resolve(spec.key, *spec.platform);
    bool const replaced = is_replaced(spec, key, found.folded.key(), under);
    refuse_live(spec, key, under);
    auto address = sink_address_of(spec);
    take_up_key_lists(jobs.storage(), held.where(), spec, opened.key_lists);
    if (spec.rows) refuse_changed_rows(jobs.storage(), spec, opened.source);
    if (under.before_sending) under.before_sending(spec);
    auto doubt = replaced ? check_new_key(held, spec, key) : std::string();
    hear_last_word(spec, key, found.folded, under);
    journal::prepare_to_append(held.storage(), held.where(), found);
    return ready_job{std::move(held),  std::move(spec),    std::move(key),
                     std::move(found), std::move(address), std::move(doubt)};
}

} // namespace

void make_paths_absolute(spec::spec& spec) {
    std::error_code error;
    auto const here = std::filesystem::current_path(error);
    if (!error) spec::make_paths_absolute(spec, here); // without one, no relative path can be opened either
}

ready_job begin(store& jobs, spec::spec spec, std::string const& id, terms const& under,
                std::optional<descent> const& from) {
    make_paths_absolute(spec);
    auto key = spec::resolve(spec.key, *spec.platform);
    if (!from) refuse_made_operation(spec);
    if (from) refuse_another_key(*from, key);
    refuse_live(spec, key, under);
    auto address = sink_address_of(spec);
    if (!id.empty() && !journal::is_job_id(id))
        throw job_error(exit_status::usage, "--job-id may hold A-Z a-z 0-9 . _ - only, at most 128");
    if (jobs.has(id)) refuse_taken(id); // before anybody is asked anything
    made_key_lists keys(jobs.storage(), spec);
    spooled_rows rows(jobs.storage(), spec, from ? from->rows : spooled_rows::writer());
    std::optional<row_survey> survey;
    if (spec.rows) survey = survey_rows(jobs.storage(), spec);
    if (survey && !under.valid_only) refuse_bad_rows(*survey);
    if (under.before_sending) under.before_sending(spec);
    hear_last_word(spec, key, nothing_yet(survey), under);
    auto const now = std::chrono::system_clock::now();
    std::random_device random;
    auto const any = [&random] { return static_cast<std::uint16_t>(random()); };
    auto where = jobs.where(id.empty() ? jobs.free_id(spec.name, now, any) : id);
    made_of of{std::move(survey), keys.digests(), {}, {}};
    if (from)
        std::visit(core::overload{[&](journal::parentage const& p) { of.from = p; },
                                  [&](journal::planned const& p) { of.plan = p; }},
                   from->from);
    auto held = held_job::create(jobs.storage(), std::move(where), spec, key, now, std::move(of),
                                 [&](journal::directory const& at) { rows.keep(at); });
    keys.keep(held.where());
    auto found = journal::replay(held.storage(), held.where());
    return {std::move(held), std::move(spec), std::move(key), std::move(found), std::move(address)};
}

std::optional<ready_job> take_up(store& jobs, std::string const& id, terms const& under) {
    try {
        return open_and_check(jobs, id, under);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent; the job is as it was.");
    }
}

} // namespace muster::launch
