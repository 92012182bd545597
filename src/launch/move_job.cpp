#include "launch/move_job.hpp"

#include "core/errors.hpp"
#include "files/copy_between.hpp"
#include "launch/held_job.hpp"
#include "launch/removal.hpp"

#include <cerrno>

namespace muster::launch {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t piece = std::size_t{1} << 20U;

bool same(files::storage& a, fs::path const& of_a, files::storage& b, fs::path const& of_b) {
    for (std::uint64_t at = 0;;) {
        auto const one = a.read(of_a, at, piece), other = b.read(of_b, at, piece);
        if (one != other) return false;
        if (!one || one->empty()) return one.has_value();
        at += one->size();
    }
}

void copy(files::storage& from, fs::path const& source, files::storage& to, fs::path const& target) {
    files::copy_between(from, source, to, target);
    if (same(from, source, to, target)) return;
    to.remove(target);
    throw files::io_error("cannot copy " + source.string() + ": it does not read back as it is", EIO);
}

[[noreturn]] void refuse_other(std::string const& id, store const& to) {
    throw core::job_error(core::exit_status::usage,
                          "there is another job " + id + " in " + to.place().name() + ". Nothing was moved.");
}

} // namespace

void move_job(store& from, store& to, std::string const& id) {
    auto const held = held_job::open(from.storage(), from.find(id));
    auto const& source = held.where();
    auto const target = to.where(id);
    to.storage().make_directories(target.root);
    {
        auto const lock = to.storage().lock(target.lock(), "muster store move\n");
        if (!lock)
            throw core::job_error(core::exit_status::busy, "job " + id + " in " + to.place().name()
                                                               + " is locked. Nothing was moved.");
        bool const there = to.has(id); // whole, of a call that was killed; or another
        if (there && !same(from.storage(), source.journal(), to.storage(), target.journal()))
            refuse_other(id, to);
        auto const entries = from.storage().list(source.root).value_or(std::vector<files::entry>());
        for (auto const& each : entries) {
            auto const file = source.root / each.name;
            if (each.what != files::entry::kind::file || file == source.lock() || file == source.journal())
                continue;
            copy(from.storage(), file, to.storage(), target.root / each.name);
        }
        if (!there) copy(from.storage(), source.journal(), to.storage(), target.journal()); // makes it a job
    }
    remove_job(held, from.storage());
}

void move_archive(store& from, store& to, std::string const& id) {
    auto const source = from.archive_of(id), target = to.archive_of(id);
    to.storage().make_directories(target.parent_path());
    bool const there = to.storage().look(target).has_value();
    if (there && !same(from.storage(), source, to.storage(), target)) refuse_other(id, to);
    if (!there) copy(from.storage(), source, to.storage(), target);
    from.storage().remove(source);
}

} // namespace muster::launch
