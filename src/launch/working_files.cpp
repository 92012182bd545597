#include "launch/working_files.hpp"

#include "core/errors.hpp"
#include "engine/snapshot.hpp"
#include "source/file_digest.hpp"
#include "source/key_set.hpp"

namespace muster::launch {

namespace {

namespace fs = std::filesystem;

std::string count_of(std::uint64_t n, std::string const& one, std::string const& many) {
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

working_file check_rows(files::storage& storage, fs::path const& file, journal::state const& job) {
    working_file f{file.filename().string(), true, "the rows that the job was started with"};
    auto const& opened = job.job();
    if (!opened || opened->source.empty()) {
        f.says = "the journal does not tell whether these are the job's rows";
    } else if (source::file_digest(storage, file) != opened->source) {
        f.sound = false;
        f.says =
            "these are not the rows that the job was started with; put those back, or begin a new job: it "
            "finds as `already` whoever is done";
    }
    return f;
}

working_file check_list(files::storage& storage, fs::path const& file, journal::state const& job) {
    working_file f{file.filename().string(), true, {}};
    auto const walk = engine::snapshot::read_walk(storage, file);
    std::uint64_t members = 0, kept = 0;
    for (auto const& page : walk.pages) {
        members += page.members;
        kept += page.matched;
    }
    if (walk.complete) {
        std::uint64_t there = 0;
        engine::snapshot::visit_members(storage, file, [&](auto, auto const&) { ++there; });
        if (there != kept) {
            f.sound = false;
            f.says = "it holds " + std::to_string(there) + " members, and its pages say "
                     + std::to_string(kept) + "; begin a new job: it finds as `already` whoever is done";
            return f;
        }
        f.says = "the list as it was walked: " + count_of(members, "member", "members") + ", "
                 + std::to_string(kept) + " of them kept";
    } else if (job.seen() > 0) {
        f.sound = false;
        f.says = "the list that the job works from breaks off behind byte " + std::to_string(walk.bytes)
                 + "; begin a new job: it finds as `already` whoever is done";
    } else {
        f.says = "the list is read as far as " + count_of(members, "member", "members")
                 + "; a resume goes on from there";
    }
    return f;
}

working_file check_keys(files::storage& storage, fs::path const& file) {
    working_file f{file.filename().string(), true, {}};
    f.says = count_of(source::key_set::check(storage, file), "key", "keys");
    return f;
}

} // namespace

std::vector<working_file> check_working_files(files::storage& storage, journal::directory const& where,
                                              journal::state const& job) {
    std::vector<working_file> all;
    auto const check = [&](fs::path const& file, auto const& look) {
        try {
            all.push_back(look());
        } catch (core::job_error const& e) {
            all.push_back({file.filename().string(), false, e.what()});
        } catch (source::damaged_key_set const& e) {
            all.push_back({file.filename().string(), false, e.what()});
        }
    };
    if (auto const file = where.rows(); storage.look(file))
        check(file, [&] { return check_rows(storage, file, job); });
    if (auto const file = where.members(); storage.look(file))
        check(file, [&] { return check_list(storage, file, job); });
    for (auto const& each : storage.list(where.root).value_or(std::vector<files::entry>()))
        if (journal::directory::holds_keys(each.name))
            check(where.root / each.name, [&] { return check_keys(storage, where.root / each.name); });
    return all;
}

} // namespace muster::launch
