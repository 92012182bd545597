#include "launch/archive.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "files/lines.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <exception>
#include <map>

namespace muster::launch {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t chunk = 1U << 20U;

/// What is packed: its name in the archive, and the file.
using contents = std::map<std::string, fs::path>;

void collect(files::storage& storage, fs::path const& directory, std::string const& name,
             fs::path const& control, contents& into) {
    for (auto const& each : storage.list(directory).value_or(std::vector<files::entry>())) {
        auto const p = directory / each.name;
        auto const inside = name + "/" + each.name;
        if (p == control && each.what == files::entry::kind::other) continue; // of a run that was killed
        if (each.what == files::entry::kind::directory)
            collect(storage, p, inside, control, into);
        else if (each.what == files::entry::kind::file)
            into.emplace(inside, p);
        else
            throw core::job_error(
                core::exit_status::usage,
                core::printable(p.string())
                    + " is neither a file nor a directory, and cannot be archived; move it away");
    }
}

/// Where an exception of ours waits while libarchive, which is C, is on the stack.
struct stream {
    files::storage& storage;
    fs::path path;
    std::unique_ptr<files::append_file> out;
    std::uint64_t offset = 0;
    std::string bytes;
    std::exception_ptr error;
};

la_ssize_t write_bytes(archive* a, void* to, void const* bytes, std::size_t count) {
    auto& s = *static_cast<stream*>(to);
    try {
        s.out->append({static_cast<char const*>(bytes), count});
        return static_cast<la_ssize_t>(count);
    } catch (...) {
        s.error = std::current_exception();
        archive_set_error(a, EIO, "cannot write");
        return -1;
    }
}

la_ssize_t read_bytes(archive* a, void* from, void const** bytes) {
    auto& s = *static_cast<stream*>(from);
    try {
        s.bytes = s.storage.read(s.path, s.offset, chunk).value_or("");
        s.offset += s.bytes.size();
        *bytes = s.bytes.data();
        return static_cast<la_ssize_t>(s.bytes.size());
    } catch (...) {
        s.error = std::current_exception();
        archive_set_error(a, EIO, "cannot read");
        return -1;
    }
}

void check(la_ssize_t result, archive* a, stream const& s) {
    if (result >= ARCHIVE_OK) return;
    if (s.error) std::rethrow_exception(s.error);
    char const* const why = archive_error_string(a);
    throw files::io_error("cannot archive to " + s.path.string() + ": " + (why ? why : "unknown error"), EIO);
}

void pack(contents const& what, stream& s) {
    std::unique_ptr<archive, int (*)(archive*)> const a(archive_write_new(), archive_write_free);
    check(archive_write_set_format_pax_restricted(a.get()), a.get(), s);
    check(archive_write_add_filter_zstd(a.get()), a.get(), s);
    check(archive_write_set_bytes_in_last_block(a.get(), 1), a.get(), s);
    check(archive_write_open(a.get(), &s, nullptr, write_bytes, nullptr), a.get(), s);
    for (auto const& [name, file] : what) {
        auto const size = files::bytes_behind(s.storage, file, 0);
        std::unique_ptr<archive_entry, void (*)(archive_entry*)> const e(archive_entry_new(),
                                                                         archive_entry_free);
        archive_entry_set_pathname(e.get(), name.c_str());
        archive_entry_set_filetype(e.get(), AE_IFREG);
        archive_entry_set_perm(e.get(), 0600);
        archive_entry_set_size(e.get(), static_cast<la_int64_t>(size));
        check(archive_write_header(a.get(), e.get()), a.get(), s);
        for (std::uint64_t at = 0; at < size;) {
            auto const part = s.storage.read(file, at, chunk).value_or("");
            if (part.empty()) throw files::io_error(file.string() + " changed while it was archived", EIO);
            check(archive_write_data(a.get(), part.data(), part.size()), a.get(), s);
            at += part.size();
        }
    }
    check(archive_write_close(a.get()), a.get(), s);
}

/// The journal is the only record of what was done, and is about to be removed.
void compare(contents what, stream& s) {
    auto const differs = [&] {
        throw files::io_error(s.path.string() + " does not read back as it was written", EIO);
    };
    std::unique_ptr<archive, int (*)(archive*)> const a(archive_read_new(), archive_read_free);
    check(archive_read_support_format_tar(a.get()), a.get(), s);
    check(archive_read_support_filter_zstd(a.get()), a.get(), s);
    check(archive_read_open(a.get(), &s, nullptr, read_bytes, nullptr), a.get(), s);
    archive_entry* e = nullptr;
    std::string part(chunk, '\0');
    for (;;) {
        int const result = archive_read_next_header(a.get(), &e);
        if (result == ARCHIVE_EOF) break;
        check(result, a.get(), s);
        auto const found = what.find(archive_entry_pathname(e));
        if (found == what.end()) differs();
        std::uint64_t at = 0;
        for (;;) {
            auto const n = archive_read_data(a.get(), part.data(), part.size());
            check(n, a.get(), s);
            if (n == 0) break;
            auto const count = static_cast<std::size_t>(n);
            if (s.storage.read(found->second, at, count) != part.substr(0, count)) differs();
            at += count;
        }
        if (files::bytes_behind(s.storage, found->second, at) != 0) differs();
        what.erase(found);
    }
    if (!what.empty()) differs();
}

fs::path free_name(files::storage& storage, fs::path const& wanted) {
    auto const name = wanted.filename().string();
    auto const stem = name.substr(0, name.rfind(".tar"));
    auto p = wanted;
    for (unsigned n = 2; storage.look(p); ++n)
        p = wanted.parent_path() / (stem + "-" + std::to_string(n) + name.substr(stem.size()));
    return p;
}

} // namespace

fs::path archive_job(held_job const& held, files::storage& storage, fs::path const& archive) {
    contents what;
    collect(storage, held.where().root, held.where().id, held.where().control(), what);
    what.erase(held.where().id + "/" + held.where().lock().filename().string());
    storage.make_directories(archive.parent_path());
    auto const packed = free_name(storage, archive);
    auto const temporary = fs::path(packed.string() + std::string(files::temporary_suffix));
    if (storage.look(temporary)) storage.remove(temporary); // of one that was killed
    stream writing{storage, temporary, storage.open_append(temporary), 0, {}, nullptr};
    pack(what, writing);
    writing.out->sync();
    stream reading{storage, temporary, nullptr, 0, {}, nullptr};
    compare(what, reading);
    storage.rename(temporary, packed);
    storage.sync_directory(packed.parent_path());
    return packed;
}

std::string version_of_libarchive() {
    std::string_view const text = ::archive_version_string(); // "libarchive 3.6.2"
    return std::string(text.substr(text.rfind(' ') + 1));
}

} // namespace muster::launch
