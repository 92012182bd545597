#include "service/watched_specs.hpp"

#include "core/printable.hpp"
#include "service/spec_folder.hpp"
#include "spec/read.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <utility>

namespace muster::service {

namespace fs = std::filesystem;
using core::wall_time;

namespace {

constexpr std::uintmax_t longest_spec = 16U << 20U;

bool is_same_timetable(plan const& a, plan const& b) {
    return a.when.when.text() == b.when.when.text() && a.when.where.name() == b.when.where.name();
}

bool is_same(plan const& a, plan const& b) {
    auto const windows = [](plan const& p) {
        std::string text;
        for (auto const& w : p.windows.all()) text += w.describe() + ";";
        return text;
    };
    return is_same_timetable(a, b) && a.when.on_overlap == b.when.on_overlap && a.when.missed == b.when.missed
           && a.when.catch_up_for == b.when.catch_up_for && a.when.jitter == b.when.jitter
           && windows(a) == windows(b);
}

wall_time time_of(::timespec const& t) {
    return wall_time(std::chrono::duration_cast<wall_time::duration>(std::chrono::seconds(t.tv_sec)
                                                                     + std::chrono::nanoseconds(t.tv_nsec)));
}

} // namespace

watched_specs::watched_specs(std::vector<std::string> places, say tell)
    : places_(std::move(places)),
      tell_(std::move(tell)) {}

void watched_specs::complain_once(std::string const& about, std::string const& what) {
    auto& said = complaints_[about];
    if (said == what) return;
    said = what;
    if (!what.empty()) tell_(true, what);
}

std::vector<std::string> watched_specs::files_in_places() {
    std::vector<std::string> found;
    for (auto const& place : places_) {
        auto const name = core::printable(place);
        std::error_code error;
        if (!fs::is_directory(place, error)) {
            bool const there = fs::exists(place, error);
            complain_once(place, there ? std::string() : name + " is not there; the other specs go on");
            if (there) found.push_back(place);
            continue;
        }
        auto const here = specs_in(place, error);
        complain_once(place, error          ? name + " cannot be read: " + error.message()
                             : here.empty() ? name + " holds no spec: no file in it ends in .json"
                                            : std::string());
        found.insert(found.end(), here.begin(), here.end());
    }
    return found;
}

void watched_specs::read(std::string const& path, file& into, wall_time now, bool named) {
    auto const shown = core::printable(path);
    if (into.what) into.before = std::exchange(into.what, std::nullopt);
    into.wrong = true;
    std::ifstream in(path, std::ios::binary);
    std::error_code error;
    if (!in || fs::file_size(path, error) > longest_spec || error)
        return complain_once(path, shown + " cannot be read: " + std::strerror(in ? EFBIG : errno));
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto const result = spec::read(text, {}, now);
    if (!result.value) {
        auto words = spec::format(shown, result.mistakes);
        while (words.ends_with('\n')) words.pop_back();
        return complain_once(path, words + "\nNothing is started from it until it is mended.");
    }
    into.wrong = false;
    auto const& s = *result.value;
    if (!s.schedule) {
        into.before.reset();
        into.wrong = named;
        return complain_once(path, shown + R"( has no "schedule", so that nothing is started from it)");
    }
    complain_once(path, {});
    into.what = plan{s.name, *s.schedule, s.windows, now};
    into.notify = s.notify;
}

std::set<std::string> watched_specs::refresh(wall_time now, bool all) {
    auto const paths = files_in_places();
    std::set<std::string> const there(paths.begin(), paths.end());
    forget_future(now);
    bool changed = all || there.size() != files_.size();
    std::erase_if(files_, [&](auto const& each) {
        bool const gone = !there.contains(each.first);
        changed = changed || gone;
        if (gone) complaints_.erase(each.first);
        return gone;
    });
    for (auto const& path : paths) {
        struct ::stat info {};
        if (::stat(path.c_str(), &info) != 0) continue; // it goes right now; the next look tells
        stamp const now_there{info.st_dev, info.st_ino, info.st_size,
                              info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec};
        auto& known = files_[path];
        if (!all && known.read_at == now_there) continue;
        known.read_at = now_there;
        changed = true;
        read(path, known, now, std::find(places_.begin(), places_.end(), path) != places_.end());
        if (known.what) date(known, std::min(now, time_of(info.st_mtim)));
    }
    return changed ? take_names() : std::set<std::string>();
}

/// A start that waits must not get lost because something else in the file was changed, nor because it was
/// wrong for a while.
void watched_specs::date(file& f, wall_time written) {
    f.what->since = written;
    if (f.before && f.before->name == f.what->name && is_same_timetable(*f.before, *f.what))
        f.what->since = std::min(written, f.before->since);
}

/// The clock was set back behind the time at which a spec was written: what comes due from now on is its own.
void watched_specs::forget_future(wall_time now) {
    auto const back = [now](plan& p) { p.since = std::min(p.since, now); };
    for (auto& [path, f] : files_)
        for (auto* const p : {&f.what, &f.before})
            if (*p) back(**p);
    for (auto& [name, spec] : specs_) back(spec.what);
}

std::set<std::string> watched_specs::take_names() {
    std::map<std::string, watched_spec> fresh;
    bad_ = 0;
    for (auto const& [path, f] : files_) {
        bad_ += f.wrong ? 1 : 0;
        if (!f.what) continue;
        auto const [at, is_first] = fresh.try_emplace(f.what->name, watched_spec{path, *f.what, f.notify});
        complain_once("name of " + path, is_first
                                             ? std::string()
                                             : core::printable(path) + " is left out: its name "
                                                   + core::quoted(f.what->name) + " is taken by "
                                                   + core::printable(at->second.path)
                                                   + ", and jobs are told apart by it. Give it another.");
        bad_ += is_first ? 0 : 1;
    }
    std::set<std::string> others;
    for (auto& [name, spec] : fresh) {
        auto const before = specs_.find(name);
        // The same where it stands in another file by now.
        if (before != specs_.end() && is_same_timetable(before->second.what, spec.what))
            spec.what.since = std::min(spec.what.since, before->second.what.since);
        if (before == specs_.end() || before->second.path != spec.path
            || !is_same(before->second.what, spec.what))
            others.insert(name);
    }
    for (auto const& [name, spec] : specs_)
        if (!fresh.contains(name)) others.insert(name);
    specs_ = std::move(fresh);
    return others;
}

} // namespace muster::service
