#include "launch/acquaintances.hpp"

#include "core/change.hpp"
#include "core/overload.hpp"
#include "journal/replay.hpp"

#include <array>
#include <map>
#include <stdexcept>

namespace muster::launch {

namespace {

constexpr std::size_t most_of_each = 3;

/// Whether a member may be gone after this change.
bool may_delete(boost::json::value const& change) {
    try {
        auto const what = core::change_from_json(change);
        auto const* const raw = std::get_if<core::raw_request>(&what);
        return std::holds_alternative<core::delete_member>(what)
               || (raw != nullptr && raw->method == "DELETE");
    } catch (std::invalid_argument const&) {
        return true; // of another version, perhaps
    }
}

class collector {
public:
    void look(journal::record const& r) {
        std::visit(core::overload{[&](journal::intent const& i) { open_[i.member] = may_delete(i.change); },
                                  [&](journal::intent_withdrawn const& w) { open_.erase(w.member); },
                                  [&](journal::member_settled const& s) { settle(s); }, [](auto const&) {}},
                   r);
    }

    acquaintances result() {
        for (auto const& [member, deleted] : open_)
            if (!deleted) keep(in_doubt, member);
        acquaintances all{{}, changed_any_ || !open_.empty()};
        for (auto& each : found_)
            all.members.insert(all.members.end(), std::make_move_iterator(each.begin()),
                               std::make_move_iterator(each.end()));
        return all;
    }

private:
    enum group { changed, left_alone, in_doubt, groups };

    void settle(journal::member_settled const& s) {
        auto const intended = open_.find(s.member);
        bool const deleted = intended != open_.end() && intended->second;
        if (intended != open_.end()) open_.erase(intended);
        bool const done = s.outcome == core::outcome::done;
        changed_any_ = changed_any_ || done || s.outcome == core::outcome::unknown;
        if (s.outcome != core::outcome::gone && !deleted) keep(done ? changed : left_alone, s.member);
    }

    void keep(group which, std::string const& member) {
        auto& kept = found_.at(which);
        if (kept.size() < most_of_each) kept.push_back(member);
    }

    std::map<std::string, bool> open_; // intents without an outcome, and whether they may delete
    std::array<std::vector<std::string>, groups> found_;
    bool changed_any_ = false;
};

} // namespace

acquaintances acquaintances_of(files::storage& storage, journal::directory const& where) {
    collector all;
    journal::for_each_record(storage, where.journal(), [&](journal::record const& r) { all.look(r); });
    return all.result();
}

} // namespace muster::launch
