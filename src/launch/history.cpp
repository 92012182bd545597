#include "launch/history.hpp"

#include "core/obstacle.hpp"
#include "core/time.hpp"
#include "files/lines.hpp"
#include "launch/deed_lines.hpp"
#include "launch/journal_lines.hpp"
#include "launch/name_key.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>

namespace muster::launch {

namespace fs = std::filesystem;
using core::obstacle;

namespace {

/// The lines of a journal that begin at these bytes; those that are not there are missing.
using lines_by_byte = std::map<std::uint64_t, std::string>;

/// Some have an archive and are there all the same, or have two archives: an archive was unpacked again, or
/// somebody was killed before the job was removed. Only one of each is to be told of.
std::map<std::int64_t, indexed_journal> one_of_each_job(std::vector<indexed_journal> all) {
    std::sort(all.begin(), all.end(), [](indexed_journal const& a, indexed_journal const& b) {
        return std::tuple(is_archived(a), b.read_to) < std::tuple(is_archived(b), a.read_to);
    });
    std::map<std::int64_t, indexed_journal> kept;
    std::set<std::pair<std::string, std::string>> known;
    for (auto& each : all)
        if (known.emplace(each.job, each.first).second) kept.emplace(each.number, std::move(each));
    return kept;
}

lines_by_byte read_lines(store& jobs, indexed_journal const& of, std::set<std::uint64_t> const& wanted) {
    auto const file = jobs.state_directory() / of.place;
    lines_by_byte found;
    if (!is_archived(of)) {
        for (auto const at : wanted)
            if (auto line = files::line_at(jobs.storage(), file, at)) found.emplace(at, std::move(*line));
        return found;
    }
    auto const lines = lines_of_archive(jobs.storage(), file);
    for (std::uint64_t at = 0; !wanted.empty() && at <= *wanted.rbegin(); at = lines->offset()) {
        auto const line = lines->next();
        if (!line) break;
        if (wanted.contains(at)) found.emplace(at, std::string(*line));
    }
    return found;
}

class answer {
public:
    answer(store& jobs, history_index& index, std::string_view name)
        : jobs_(jobs),
          index_(index),
          name_(name) {}

    /// Throws core::obstacle(unfit) where the index tells of what the journals do not have.
    std::vector<past_deed> work_out() {
        auto const journals = one_of_each_job(index_.journals());
        std::map<std::int64_t, std::vector<indexed_deed>> by_journal;
        for (auto const& each : index_.find(name_))
            if (journals.contains(each.journal)) by_journal[each.journal].push_back(each);
        for (auto const& [number, deeds] : by_journal) read(journals.at(number), deeds);
        return of_those_meant();
    }

private:
    void read(indexed_journal const& of, std::vector<indexed_deed> const& deeds) {
        std::set<std::uint64_t> wanted;
        for (auto const& d : deeds) {
            if (!d.open) wanted.insert(d.where.line_at);
            if (d.where.intent_at > 0) wanted.insert(d.where.intent_at);
        }
        auto const lines = read_lines(jobs_, of, wanted);
        bool const open =
            std::any_of(deeds.begin(), deeds.end(), [](indexed_deed const& d) { return d.open; });
        bool const running =
            open && !is_archived(of) && jobs_.storage().is_locked(jobs_.where(of.job).lock());
        for (auto const& d : deeds) {
            bool const told = add(of, d, lines, running);
            if (!told && jobs_.storage().look(jobs_.state_directory() / of.place)) // else it was just removed
                throw obstacle(obstacle::kind::unfit, "the index does not fit the journals");
        }
    }

    /// Whether the lines tell what the index has it that they tell.
    bool add(indexed_journal const& of, indexed_deed const& d, lines_by_byte const& lines, bool running) {
        auto const of_key = [&](std::string const& member) { return index_.key_of(member) == d.key; };
        auto const at = [&](std::uint64_t byte) -> std::optional<std::string_view> {
            auto const found = lines.find(byte);
            return found == lines.end() ? std::nullopt : std::optional<std::string_view>(found->second);
        };
        std::vector<deed> found;
        try {
            auto const intent = d.where.intent_at > 0 ? at(d.where.intent_at) : std::nullopt;
            if (!intent && d.where.intent_at > 0) return false;
            if (d.open)
                found = open_deeds_of_line(intent.value_or(""), of_key);
            else
                found = deeds_of_lines(at(d.where.line_at).value_or(""), intent, of_key);
        } catch (std::invalid_argument const&) {
            return false;
        }
        for (auto& each : found) {
            each.line_at = d.open ? d.where.intent_at : d.where.line_at;
            if (each.at.empty() && d.where.at) each.at = to_the_second(*d.where.at);
            constexpr std::int64_t ms = 1000;
            past_deed p{of.job,   is_archived(of), d.open, running, d.where.at.value_or(of.begun / ms),
                        of.begun, std::move(each)};
            // Where keys are shared, a line may be led to twice: once without the intent of the other's.
            auto& place = all_[{of.number, p.what.line_at, p.what.settled.member}];
            if (place.job.empty() || place.what.change.is_null()) place = std::move(p);
        }
        return !found.empty();
    }

    /// Of those who are named so by a journal, everything.
    std::vector<past_deed> of_those_meant() {
        std::set<std::string> meant;
        for (auto const& [where, p] : all_) {
            auto const& d = p.what;
            for (auto const* const each : {&d.settled.member, &d.settled.made, &d.email, &d.row})
                if (same_name(*each, name_)) meant.insert(d.settled.member);
        }
        std::vector<past_deed> found;
        for (auto& [where, p] : all_)
            if (meant.contains(p.what.settled.member)) found.push_back(std::move(p));
        std::stable_sort(found.begin(), found.end(), [](past_deed const& a, past_deed const& b) {
            return std::tie(a.at, a.begun, a.job) < std::tie(b.at, b.begun, b.job);
        });
        return found;
    }

    static std::string to_the_second(std::int64_t at) {
        constexpr std::size_t seconds = 19; // of `2026-01-31T09:05:07.123Z`
        return core::to_iso8601(core::wall_time(std::chrono::seconds(at))).substr(0, seconds) + "Z";
    }

    store& jobs_;
    history_index& index_;
    std::string_view name_;
    /// By journal, line, and member.
    std::map<std::tuple<std::int64_t, std::uint64_t, std::string>, past_deed> all_;
};

member_history look_into(history_index& index, store& jobs, std::string_view name,
                         history_choices const& choices) {
    member_history h;
    h.unread = bring_up_to_date(index, jobs, choices.before_much);
    h.deeds = answer(jobs, index, name).work_out();
    return h;
}

} // namespace

member_history history_of(store& jobs, std::string_view name, history_choices const& choices) {
    auto& storage = jobs.storage();
    auto const file = jobs.place().local() / history_file;        // SQLite's, on this host's disk
    if (jobs.ids().empty() && jobs.archived().empty()) return {}; // nothing is made, then
    storage.make_directories(file.parent_path());
    std::string why;
    for (bool anew = choices.rebuild;; anew = true) {
        bool opened = false;
        try {
            auto const seen = storage.look(file);
            if (anew && seen) history_index::remove(storage, file, seen, choices.index);
            history_index index(storage, file, choices.index);
            opened = true;
            return look_into(index, jobs, name, choices);
        } catch (obstacle const& e) {
            why = e.what();
            bool const may_be_mended = e.what_kind() == obstacle::kind::unfit
                                       || (!opened && e.what_kind() == obstacle::kind::lasting);
            if (anew || !may_be_mended) break;
        } catch (files::io_error const& e) {
            if (opened) throw;
            why = e.what();
            break;
        }
    }
    history_index own(storage, "", choices.index);
    auto h = look_into(own, jobs, name, choices);
    h.without_index = std::move(why);
    return h;
}

} // namespace muster::launch
