#pragma once
#include "launch/descent.hpp"
#include "launch/held_job.hpp"
#include "launch/store.hpp"

#include <functional>
#include <optional>
#include <string>

namespace muster::launch {

/// A job that a run may begin with: its files are held, its journal can be appended to, and its key may be
/// used. The store must outlive it.
struct ready_job {
    held_job held;
    muster::spec::spec spec;
    std::string key;            ///< itself; registered for redaction
    journal::replayed found;    ///< the journal as it is on disk
    std::string sink_address{}; ///< of the database server that an export goes to; registered for redaction
    std::string doubt{};        ///< for people: what could not be made sure of; may be empty
};

/// Under what terms a job is begun or taken up.
struct terms {
    bool live = false; ///< a key that works on real members may be used, also if the spec does not say so
    /// Asked when nothing else is in the way any more, and nothing but the job's lock has been written; it
    /// refuses by throwing. `so_far` = the fold of the job's journal; of a new job it has no run. May be
    /// empty.
    std::function<void(spec::spec const& spec, std::string const& key, journal::state const& so_far)>
        last_word;
    /// The key may be another than before, if it is for the same application (check_new_key).
    bool new_key = false;
    /// Asked before anything is sent; it may take its time, or refuse by throwing. May be empty.
    std::function<void(spec::spec const& spec)> before_sending{};
    bool valid_only =
        false; ///< rows that cannot be used come out failed, and do not keep a job from beginning
};

/// Makes the relative paths of a spec absolute, as begin() does: a resume may come from another directory,
/// from cron, say.
void make_paths_absolute(spec::spec& spec);

/// Makes a new job of a spec. `id` = what it is to be called; empty = a free one, made of the spec's name.
/// `from` = of a job that comes from another: its key must be the one that this says.
/// Throws core::job_error: what spec::resolve and held_job::create throw; refused if the key works on real
/// members and nobody said live; usage if `id` can be no id, or for what survey_rows and refuse_bad_rows
/// refuse.
ready_job begin(store& jobs, spec::spec spec, std::string const& id, terms const& under,
                std::optional<descent> const& from = {});

/// Takes up a job where its last run ended: holds it, finds its spec and key unchanged, or the key replaced
/// as the terms allow, and makes its journal ready (journal::prepare_to_append). nullopt if the job is
/// complete. Throws core::job_error: what store::find, held_job, journal::replay and spec::resolve throw;
/// stopped if the job is paused (launch/mark.hpp);
/// refused if the key is not the one that the job works with, or works on real members and nobody said live;
/// stopped if a file operation failed.
std::optional<ready_job> take_up(store& jobs, std::string const& id, terms const& under);

} // namespace muster::launch
