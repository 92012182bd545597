#include "journal/inspect.hpp"

#include "files/lines.hpp"
#include "journal/checkpoint.hpp"
#include "journal/line_fold.hpp"
#include "journal/sealed.hpp"
#include "journal/tail.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muster::journal {

namespace {

using shortcut = inspection::shortcut;

/// `counts_too` = with how many members were seen.
std::string text_of(state const& s, bool counts_too) {
    auto all = s.save();
    if (!counts_too)
        for (auto const* const key : {"seen", "settledMembers"}) all.erase(key);
    return boost::json::serialize(all);
}

class inspector {
public:
    inspector(files::storage& files, directory const& where)
        : files_(files),
          journal_(where.journal()),
          checkpoint_(where.checkpoint()),
          fold_(files, journal_, found_.folded) {}

    inspection run() {
        read_checkpoint(); // before the journal, so that it never covers more than is read then
        if (!files_.read(journal_, 0, 1)) {
            found_.damage = flaw{0, 0, "there is none"};
        } else {
            read_journal();
            fold_.complete();
            if (!found_.damage) look_behind();
            if (!found_.damage) look_for_members_settled_twice();
        }
        if (found_.saved == shortcut::not_judged && !found_.damage) {
            found_.saved = shortcut::contradicts;
            found_.saved_why = "no line ends at byte " + std::to_string(found_.covered) + ", which it names";
        }
        return std::move(found_);
    }

private:
    void damaged(std::string what) { found_.damage = flaw{found_.lines + 1, found_.offset, std::move(what)}; }

    void read_checkpoint() {
        auto const text = files::read_file(files_, checkpoint_);
        if (!text) return;
        try {
            auto saved = decode_checkpoint(*text);
            found_.covered = saved.offset;
            saved_counts_ = !saved.counts_rows_twice;
            saved_state_ = text_of(saved.folded, saved_counts_);
            found_.saved = shortcut::not_judged;
        } catch (std::invalid_argument const& e) {
            found_.saved = shortcut::unusable;
            found_.saved_why = e.what();
        }
    }

    void read_journal() {
        files::line_reader lines(files_, journal_);
        std::function<void(record &&)> const take = [this](record&& r) {
            if (found_.lines == 0 && !std::holds_alternative<job_opened>(r))
                throw std::invalid_argument("it does not begin with a job record");
            found_.rules.look(r, found_.folded, found_.lines + 1, found_.offset);
            fold_.apply(std::move(r), found_.offset);
        };
        while (auto const line = lines.next()) {
            if (!is_intact(*line)) {
                if (found_.lines == 0 || found_.offset < found_.covered)
                    damaged("its checksum does not match");
                return;
            }
            try {
                decode_named(*line, take);
            } catch (std::invalid_argument const& e) {
                return damaged(e.what());
            }
            ++found_.lines;
            found_.offset = lines.offset();
            if (found_.offset == found_.covered) compare_checkpoint();
        }
    }

    void compare_checkpoint() {
        fold_.complete();
        if (text_of(found_.folded, saved_counts_) == saved_state_) {
            found_.saved = shortcut::agrees;
        } else {
            found_.saved = shortcut::contradicts;
            found_.saved_why = "it says something else than the lines that it covers";
        }
    }

    /// What stands behind the last sound line.
    void look_behind() {
        if (found_.lines == 0) return damaged("the first line is not whole");
        if (found_.offset < found_.covered)
            return damaged("the journal ends here, and its checkpoint covers "
                           + std::to_string(found_.covered) + " bytes");
        found_.torn = files::bytes_behind(files_, journal_, found_.offset);
        if (found_.torn == 0) return;
        auto const proof = proof_of_damage(files_, journal_, found_.offset, found_.folded);
        if (!proof) return;
        found_.torn = 0;
        damaged("its checksum does not match, and no crash did that: " + *proof);
    }

    void look_for_members_settled_twice() {
        if (!found_.rules.any_settled_twice()) return;
        files::line_reader lines(files_, journal_);
        for (std::uint64_t n = 1, begin = 0; n <= found_.lines; ++n, begin = lines.offset())
            if (auto const line = lines.next())
                decode(*line, [&](record const& r) { found_.rules.look_again(r, n, begin); });
    }

    files::storage& files_;
    std::filesystem::path journal_, checkpoint_;
    inspection found_;
    line_fold fold_;
    std::string saved_state_;
    bool saved_counts_ = true; // its counts are those that the fold comes to
};

} // namespace

inspection inspect(files::storage& files, directory const& where) {
    return inspector(files, where).run();
}

} // namespace muster::journal
