#include "launch/index_filling.hpp"

#include "core/obstacle.hpp"
#include "core/time.hpp"
#include "files/lines.hpp"
#include "journal/inspect.hpp"
#include "journal/sealed.hpp"
#include "launch/journal_lines.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>

namespace muster::launch {

namespace fs = std::filesystem;
using rest = indexed_journal::rest;

namespace {

constexpr std::string_view in_archive = "archive/";
constexpr std::uint64_t much = 256U << 20U;
// Others who wait for the index get their turn, and who is killed has not done it all for nothing. They ask
// each tenth of a second.
constexpr auto longest_turn = std::chrono::seconds(10);
constexpr auto between_turns = std::chrono::milliseconds(120);

/// A journal, or an archive that holds one, as it stands on the disk.
struct kept_journal {
    std::string place; ///< indexed_journal::place
    std::string job;   ///< its directory's name, or the archive's without its ending
    fs::path file;
    files::entry seen;
};

bool is_in_archive(std::string const& place) {
    return place.starts_with(in_archive);
}

std::vector<kept_journal> kept_journals(store& jobs) {
    std::vector<kept_journal> all;
    auto const add = [&](std::string const& job, fs::path const& file) {
        if (auto const there = jobs.storage().look(file))
            all.push_back({file.lexically_relative(jobs.state_directory()).string(), job, file, *there});
    };
    for (auto const& id : jobs.ids()) add(id, jobs.where(id).journal());
    for (auto const& id : jobs.archived()) add(id, jobs.archive_of(id));
    return all;
}

std::string_view crc_of(std::string_view line) {
    constexpr std::size_t digits = 8, behind = 2; // `"}`
    return line.size() < digits + behind ? line : line.substr(line.size() - digits - behind, digits);
}

class filling {
public:
    filling(history_index& index, store& jobs) : index_(index), jobs_(jobs) {}

    std::vector<unread_journal> run(std::function<void(std::size_t, std::uint64_t)> const& before_much) {
        look();
        if (auto const bytes = bytes_to_read(); before_much && bytes > much)
            before_much(to_read_.size(), bytes);
        for (bool done = !is_behind(); !done;) {
            index_.begin();
            look(); // others may have done it by now
            done = take_a_turn();
            index_.commit();
            if (!done) std::this_thread::sleep_for(between_turns);
        }
        know();
        for (auto const& [place, known] : known_)
            if (known.behind == rest::damage) unread_.push_back({known.job, words_of_damage(known)});
        return std::move(unread_);
    }

private:
    [[nodiscard]] bool is_behind() const { return !to_read_.empty() || !gone_.empty(); }

    void know() {
        known_.clear();
        for (auto& each : index_.journals()) {
            auto place = each.place;
            known_.emplace(std::move(place), std::move(each));
        }
    }

    void look() {
        know();
        to_read_.clear();
        std::set<std::string> there;
        for (auto& each : kept_journals(jobs_)) {
            there.insert(each.place);
            if (!tried_.contains(each.place) && !is_read(each)) to_read_.push_back(std::move(each));
        }
        gone_.clear();
        for (auto const& [place, known] : known_)
            if (!there.contains(place)) gone_.push_back(known);
    }

    bool is_read(kept_journal const& kept) {
        auto const known = known_.find(kept.place);
        if (known == known_.end() || kept.seen.what != files::entry::kind::file) return false;
        auto const& then = known->second.seen;
        bool const same = then.size == kept.seen.size && then.number == kept.seen.number
                          && then.changed == kept.seen.changed;
        return same && (known->second.behind != rest::unknown || is_running(kept));
    }

    bool is_running(kept_journal const& kept) {
        return !is_in_archive(kept.place) && jobs_.storage().is_locked(jobs_.where(kept.job).lock());
    }

    [[nodiscard]] std::uint64_t bytes_to_read() const {
        std::uint64_t all = 0;
        for (auto const& each : to_read_) {
            auto const known = known_.find(each.place);
            all +=
                each.seen.size - std::min(each.seen.size, known == known_.end() ? 0 : known->second.read_to);
        }
        return all;
    }

    /// Whether nothing is left to be done.
    bool take_a_turn() {
        auto const until = std::chrono::steady_clock::now() + longest_turn;
        for (auto const& each : gone_) index_.drop(each);
        for (auto const& each : to_read_) {
            tried_.insert(each.place);
            read(each);
            if (std::chrono::steady_clock::now() > until && &each != &to_read_.back()) return false;
        }
        return true;
    }

    void read(kept_journal const& kept) {
        indexed_journal j;
        if (auto const known = known_.find(kept.place); known != known_.end()) j = known->second;
        try {
            if (j.number != 0 && !goes_on(kept, j)) {
                index_.drop(j);
                j = {};
            }
            j.place = kept.place;
            j.job = kept.job;
            j.seen = kept.seen;
            read_on(kept, j);
        } catch (files::io_error const& e) {
            if (j.number != 0) index_.drop(j);
            if (jobs_.storage().look(kept.file)) unread_.push_back({kept.job, e.what()});
        }
    }

    /// Whether what was read of a journal stands there still, so that only what is behind it is new.
    bool goes_on(kept_journal const& kept, indexed_journal const& j) {
        if (is_in_archive(kept.place)) return false; // never added to: it is another one
        if (j.read_to == 0) return true;
        auto const first = files::line_at(jobs_.storage(), kept.file, 0);
        auto const last = files::line_at(jobs_.storage(), kept.file, j.last_at);
        return first && last && crc_of(*first) == j.first && crc_of(*last) == j.last
               && j.last_at + last->size() + 1 == j.read_to && journal::is_intact(*last);
    }

    struct receiver final : deed_places::listener {
        receiver(history_index& to, indexed_journal& of) : index(to), journal(of) {}
        void named(std::string_view member, std::string_view name) override { index.add_name(member, name); }
        void found(std::string_view member, deed_place const& where) override {
            index.add_deed(journal, member, where);
            ++journal.deeds;
        }
        history_index& index;
        indexed_journal& journal;
    };

    void read_on(kept_journal const& kept, indexed_journal& j) {
        auto const lines = is_in_archive(kept.place) ? lines_of_archive(jobs_.storage(), kept.file)
                                                     : lines_of_file(jobs_.storage(), kept.file, j.read_to);
        if (auto id = lines->job(); !id.empty()) j.job = std::move(id);
        auto line = lines->next(); // what cannot be read at all is not put in
        auto open = j.number == 0 ? deed_places::open_intents() : open_before(kept, j);
        index_.save(j);
        receiver to(index_, j);
        deed_places places(to, std::move(open), j.clock);
        bool sound = true;
        try {
            for (; line; line = lines->next()) {
                if (j.read_to == 0) begin(j, *line);
                places.take(*line, j.read_to);
                j.last = crc_of(*line);
                j.last_at = j.read_to;
                j.read_to = lines->offset();
            }
        } catch (std::invalid_argument const&) {
            sound = false;
        }
        j.clock = places.clock();
        j.behind = sound ? rest::none : judge(kept);
        index_.set_open(j, places.open());
        index_.save(j);
    }

    static void begin(indexed_journal& j, std::string_view line) {
        auto const record = journal::decode(line);
        auto const* const opened = std::get_if<journal::job_opened>(&record);
        if (opened == nullptr) throw std::invalid_argument("it does not begin with its job");
        auto const at = core::parse_iso8601(opened->at).value_or(core::wall_time());
        j.begun = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
        j.first = crc_of(line);
    }

    /// The intents that had no outcome where the index left off: whose they are, their lines tell.
    deed_places::open_intents open_before(kept_journal const& kept, indexed_journal const& j) {
        std::map<std::uint64_t, std::map<std::int32_t, deed_places::open_intent>> by_line;
        for (auto const& [key, intent] : index_.open_of(j)) by_line[intent.line_at].emplace(key, intent);
        deed_places::open_intents open;
        for (auto const& line : by_line) {
            auto const text = files::line_at(jobs_.storage(), kept.file, line.first);
            auto const take = [&](journal::record&& r) {
                auto* const i = std::get_if<journal::intent>(&r);
                auto const found =
                    i != nullptr ? line.second.find(index_.key_of(i->member)) : line.second.end();
                if (found != line.second.end()) open.insert_or_assign(std::move(i->member), found->second);
            };
            try {
                journal::decode(text.value_or(""), take);
            } catch (std::invalid_argument const&) { // though the lines behind it are as they were
                throw core::obstacle(core::obstacle::kind::unfit, "the index does not fit the journals");
            }
        }
        return open;
    }

    rest judge(kept_journal const& kept) {
        if (is_in_archive(kept.place)) return rest::damage;
        if (is_running(kept)) return rest::unknown;
        return journal::inspect(jobs_.storage(), jobs_.where(kept.job)).damage ? rest::damage : rest::torn;
    }

    [[nodiscard]] std::string words_of_damage(indexed_journal const& j) const {
        auto const file = jobs_.state_directory() / j.place;
        if (is_in_archive(j.place))
            return "the journal in " + file.string() + " is not sound from its byte "
                   + std::to_string(j.read_to) + " on; what stands before that was read";
        return "the journal of job " + j.job + " is damaged from byte " + std::to_string(j.read_to)
               + " on; what stands before that was read. muster fsck " + j.job + jobs_.state_option()
               + " says what to do";
    }

    history_index& index_;
    store& jobs_;
    std::map<std::string, indexed_journal> known_; ///< by place
    std::vector<kept_journal> to_read_;
    std::vector<indexed_journal> gone_;
    std::set<std::string> tried_; ///< in this call: a job that is running has always more
    std::vector<unread_journal> unread_;
};

} // namespace

std::vector<unread_journal> bring_up_to_date(
    history_index& index, store& jobs, std::function<void(std::size_t, std::uint64_t)> const& before_much) {
    return filling(index, jobs).run(before_much);
}

bool is_archived(indexed_journal const& journal) {
    return is_in_archive(journal.place);
}

} // namespace muster::launch
