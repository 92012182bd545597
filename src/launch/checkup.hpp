#pragma once
#include "journal/inspect.hpp"

#include <string>
#include <vector>

namespace muster::launch {

/// One thing that `muster fsck` looked at in a job's directory.
struct finding {
    enum class grade {
        sound,
        note,    ///< nothing to worry about: a resume copes with it, or nothing relies on it
        warning, ///< the job is sound, and something should be mended all the same
        damaged
    };
    std::string what; ///< the file, or what else
    grade how = grade::sound;
    std::string says; ///< for people; printable
};

/// What `muster fsck` found.
struct checkup {
    journal::inspection journal;
    std::vector<finding> findings;
    bool spec_is_sound = false;
    bool sends_raw_requests = false; ///< by the spec, if that is sound
    bool repairable = false;         ///< repair_job() would change something

    [[nodiscard]] bool damaged() const;
};

/// Looks at everything in a job's directory. Changes nothing. What cannot be read is a finding; throws
/// files::io_error where not even the directory can be.
checkup check_job(files::storage& storage, journal::directory const& where);

} // namespace muster::launch
