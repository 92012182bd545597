#include "launch/made_key_lists.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "source/file_digest.hpp"
#include "source/key_list.hpp"
#include "source/key_set.hpp"
#include "source/rows.hpp"

#include <cerrno>
#include <filesystem>
#include <stdexcept>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace {

constexpr std::size_t most_bad_shown = 10;

/// Where the spec names it, for people.
std::string place_of(source::key_list const& list) {
    return " (at " + core::printable(list.place()) + ')';
}

/// Adds the keys of all rows. Blank cells are no keys. A row that cannot be read is refused: whom it names
/// would be taken for one who is not in the file.
void add_keys(files::storage& storage, source::key_list const& list, source::key_sorter& to) {
    source::rows rows(storage, list.from());
    source::key_hasher hash;
    std::uint64_t bad = 0;
    std::string shown;
    for (;;) {
        try {
            auto const row = rows.next();
            if (!row) break;
            auto const key = list.hashed(rows.key());
            if (!key.empty()) to.add({hash(key), row->begins()});
        } catch (source::keyless_row const&) {
            continue;
        } catch (source::rows_error const& e) {
            if (!e.can_go_on()) throw;
            if (++bad <= most_bad_shown) shown += "  " + core::printable(e.what()) + '\n';
        }
    }
    if (bad == 0) return;
    if (bad > most_bad_shown) shown += "  and " + std::to_string(bad - most_bad_shown) + " more\n";
    throw job_error(exit_status::usage,
                    core::printable(list.from().file) + place_of(list) + " has "
                        + (bad == 1 ? "a row" : std::to_string(bad) + " rows")
                        + " that cannot be read, and nothing was sent:\n" + shown
                        + "Mend them: whom they name would be taken for one who is not in the file.");
}

void refuse_empty(source::key_list const& list, std::uint64_t size) {
    if (size > 0 || list.may_be_empty()) return;
    throw job_error(
        exit_status::usage,
        core::printable(list.from().file) + place_of(list) + " holds no key in "
            + core::quoted(list.from().key)
            + ", and nothing was sent. Is the file whole? If it may be empty, say so beside its name: "
              "\"allowEmpty\": true");
}

/// Makes the set of one file at `to`, and gives the file's digest. `expected` = the digest that it must have;
/// empty = any.
std::string make(files::storage& storage, source::key_list& list, std::filesystem::path const& to,
                 std::string const& expected, std::uint64_t& size) {
    auto const digest = [&] { return source::file_digest(storage, list.from().file); };
    try {
        auto const before = digest();
        if (!expected.empty() && before != expected)
            throw job_error(
                exit_status::usage,
                core::printable(list.from().file) + place_of(list)
                    + " is not as it was when the job began, and the keys that the job read from it "
                      "are not there any more. Put it back, or start a new job. Nothing was sent.");
        auto scratch = to;
        scratch += ".sorting";
        source::key_sorter sorter(storage, scratch);
        add_keys(storage, list, sorter);
        refuse_empty(list, sorter.size());
        source::key_hash last{};
        auto const count = [&](source::key_entry const& e) {
            if (size == 0 || e.hash != last) ++size;
            last = e.hash;
        };
        auto set = source::key_set::make(storage, to, list.name_of_set(before), sorter, count);
        if (digest() != before)
            throw job_error(exit_status::usage, core::printable(list.from().file) + place_of(list)
                                                    + " changed while it was read. Nothing was sent.");
        list.bind(std::move(set));
        return before;
    } catch (job_error const&) {
        throw;
    } catch (std::runtime_error const& e) { // of the disk, or of the file
        throw job_error(exit_status::usage, std::string(e.what()) + place_of(list) + ". Nothing was sent.");
    }
}

/// The set of a job that is there, and was made of what it should be.
bool take_up(files::storage& storage, source::key_list& list, std::filesystem::path const& file,
             std::string const& digest) {
    try {
        auto set = source::key_set::open(storage, file, list.name_of_set(digest));
        if (!set) return false;
        list.bind(std::move(*set));
        return true;
    } catch (source::damaged_key_set const&) {
        return false;
    }
}

/// Copies a set into the directory of its job, where it is asked from now on.
void keep_one(files::storage& storage, source::key_list& list, std::filesystem::path const& from,
              std::filesystem::path const& to, std::string const& digest) {
    try {
        files::copy_file(storage, from, to);
        if (!take_up(storage, list, to, digest))
            throw files::io_error("cannot read " + to.string() + " back", EIO);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent; mend that, then resume the job.");
    }
}

std::string name(std::size_t n) {
    return "keys-" + std::to_string(n);
}

} // namespace

made_key_lists::made_key_lists(files::storage& storage, spec::spec const& spec)
    : storage_(storage),
      spec_(spec) {
    if (spec.key_lists.empty()) return;
    scratch_ = std::make_unique<scratch_directory>();
    for (auto const& list : spec.key_lists) {
        std::uint64_t size = 0;
        digests_.push_back(make(storage, *list, scratch_->file(name(digests_.size())), "", size));
        sizes_.push_back(size);
    }
}

core::problems problems_of_key_lists(files::storage& storage, spec::spec const& spec) {
    core::problems found;
    for (auto const& list : spec.key_lists) {
        try {
            source::rows const rows(storage, list->from());
        } catch (source::missing_column const& e) {
            found.push_back({list->place() + "/column", false, e.what()});
        } catch (std::runtime_error const& e) { // of the disk, or of the file
            found.push_back({list->place() + "/file", false, e.what()});
        }
    }
    return found;
}

void made_key_lists::keep(journal::directory const& where) {
    for (std::size_t i = 0; i < digests_.size(); ++i)
        keep_one(storage_, *spec_.key_lists[i], scratch_->file(name(i)), where.keys(i), digests_[i]);
    scratch_.reset();
}

void take_up_key_lists(files::storage& storage, journal::directory const& where, spec::spec const& spec,
                       std::vector<std::string> const& digests) {
    if (digests.size() != spec.key_lists.size())
        throw job_error(exit_status::internal, "the journal of job " + where.id
                                                   + " and its spec name another number of files that "
                                                     "the where asks. Nothing was sent.");
    for (std::size_t i = 0; i < digests.size(); ++i) {
        auto& list = *spec.key_lists[i];
        if (take_up(storage, list, where.keys(i), digests[i])) continue;
        scratch_directory const scratch;
        std::uint64_t size = 0;
        make(storage, list, scratch.file(name(i)), digests[i], size);
        keep_one(storage, list, scratch.file(name(i)), where.keys(i), digests[i]);
    }
}

} // namespace muster::launch
