#include "launch/repair.hpp"

#include "core/errors.hpp"
#include "journal/inspect.hpp"
#include "journal/replay.hpp"
#include "launch/held_job.hpp"
#include "launch/job_files.hpp"

namespace muster::launch {

namespace {

using shortcut = journal::inspection::shortcut;

std::string move_checkpoint_aside(files::storage& storage, journal::directory const& where) {
    unsigned n = 1;
    while (storage.look(where.bad_checkpoint(n))) ++n;
    auto const aside = where.bad_checkpoint(n);
    storage.rename(where.checkpoint(), aside);
    storage.sync_directory(where.root);
    return "moved checkpoint.json to " + aside.filename().string();
}

std::vector<std::string> repair(files::storage& storage, journal::directory const& where) {
    std::vector<std::string> done;
    auto const there = look_at_files(storage, where);
    for (auto const& p : there.open_to_others) {
        auto const now = storage.look(p);
        if (!now) continue;
        storage.set_mode(p, now->mode & ~of_others);
        done.push_back("took the permissions of others from "
                       + (p == where.root ? "the directory" : p.filename().string()));
    }
    auto const found = journal::inspect(storage, where);
    // As long as the journal is damaged, all that might tell more about it stays where it is.
    if (found.damage) return done;
    if (found.saved == shortcut::unusable || found.saved == shortcut::contradicts)
        done.push_back(move_checkpoint_aside(storage, where));
    if (found.torn > 0) {
        journal::cut_torn_tail(storage, where, journal::replay(storage, where));
        done.push_back("cut " + std::to_string(found.torn)
                       + " torn bytes off journal.jsonl, and kept them as "
                       + where.torn_tail(found.offset, 1).filename().string());
    }
    for (auto const& p : there.temporary) {
        storage.remove(p);
        done.push_back("removed " + p.filename().string());
    }
    storage.sync_directory(where.root);
    return done;
}

} // namespace

std::vector<std::string> repair_job(files::storage& storage, journal::directory const& where) {
    try {
        auto const held = held_job::open(storage, where);
        return repair(storage, where);
    } catch (files::io_error const& e) {
        throw core::job_error(core::exit_status::internal,
                              std::string(e.what()) + ". What was there is kept; mend that, and try again.");
    }
}

} // namespace muster::launch
