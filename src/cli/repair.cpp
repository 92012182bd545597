#include "cli/repair.hpp"

#include "cli/held_job.hpp"
#include "cli/job_files.hpp"
#include "core/errors.hpp"
#include "journal/inspect.hpp"
#include "journal/replay.hpp"

namespace muster::cli {

namespace {

namespace fs = std::filesystem;
using shortcut = journal::inspection::shortcut;

std::string move_checkpoint_aside(journal::storage& files, journal::directory const& job) {
    fs::path aside;
    for (int n = 1; aside.empty() || files.read(aside, 0, 1); ++n)
        aside = job.root / ("checkpoint.json.bad-" + std::to_string(n));
    files.rename(job.checkpoint(), aside);
    files.sync_directory(job.root);
    return "moved checkpoint.json to " + aside.filename().string();
}

std::vector<std::string> repair(journal::storage& files, journal::directory const& job) {
    std::vector<std::string> done;
    for (auto const& p : open_to_others(job)) {
        fs::permissions(p, fs::perms::group_all | fs::perms::others_all, fs::perm_options::remove);
        done.push_back("took the permissions of others from "
                       + (p == job.root ? "the directory" : p.filename().string()));
    }
    auto const found = journal::inspect(files, job);
    // As long as the journal is damaged, all that might tell more about it stays where it is.
    if (found.damage) return done;
    if (found.saved == shortcut::unusable || found.saved == shortcut::contradicts)
        done.push_back(move_checkpoint_aside(files, job));
    if (found.torn > 0) {
        journal::cut_torn_tail(files, job, journal::replay(files, job));
        done.push_back("cut " + std::to_string(found.torn)
                       + " torn bytes off journal.jsonl, and kept them as journal.torn-"
                       + std::to_string(found.offset));
    }
    for (auto const& p : temporary_files(job)) {
        fs::remove(p);
        done.push_back("removed " + p.filename().string());
    }
    files.sync_directory(job.root);
    return done;
}

} // namespace

std::vector<std::string> repair_job(journal::directory const& job) {
    try {
        auto held = held_job::open(job);
        return repair(held.files(), job);
    } catch (std::system_error const& e) { // of std::filesystem
        throw core::job_error(core::exit_status::internal,
                              std::string(e.what()) + ". What was there is kept; mend that, and try again.");
    } catch (journal::io_error const& e) {
        throw core::job_error(core::exit_status::internal,
                              std::string(e.what()) + ". What was there is kept; mend that, and try again.");
    }
}

} // namespace muster::cli
