#include "journal/consistency.hpp"

#include "core/overload.hpp"
#include "core/printable.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace muster::journal {

namespace {

constexpr std::size_t shown = 5;

using complaint = std::optional<std::string>;

std::uint64_t hash_of(std::string const& member) {
    return std::hash<std::string>()(member);
}

complaint about(run_started const& r, state const& before) {
    if (r.run == before.runs() + 1) return std::nullopt;
    return "run " + std::to_string(r.run) + " behind run " + std::to_string(before.runs());
}

complaint about(page_read const& p, state const&) {
    if (p.matched + p.again <= p.members) return std::nullopt;
    return "page " + std::to_string(p.number) + " counts more members than it holds";
}

complaint about(intent const& i, state const& before) {
    if (i.page == 0 || i.page >= before.next_page_number())
        return "an intent for page " + std::to_string(i.page) + ", which was not read";
    if (before.pending().contains(i.member)) return "a second intent for member " + core::quoted(i.member);
    return std::nullopt;
}

complaint about(intent_withdrawn const& w, state const& before) {
    if (before.pending().contains(w.member)) return std::nullopt;
    return "an intent of member " + core::quoted(w.member) + " is withdrawn, and there is none";
}

complaint about(member_settled const& s, state const& before) {
    if (s.page == 0 || s.page >= before.next_page_number())
        return "an outcome for page " + std::to_string(s.page) + ", which was not read";
    auto const intended = before.pending().find(s.member);
    if (intended == before.pending().end()) {
        if (s.attempts == 0) return std::nullopt;
        return "member " + core::quoted(s.member) + " was sent a change without an intent";
    }
    if (intended->second.page == s.page) return std::nullopt;
    return "the outcome of member " + core::quoted(s.member) + " is for another page than its intent";
}

complaint about(rows_exported const&, state const&) {
    return std::nullopt;
}

complaint about(run_ended const& e, state const& before) {
    if (!e.complete || (before.list_ended() && before.open_pages() == 0 && before.pending().empty()))
        return std::nullopt;
    return "the job is called complete, and members are left to do";
}

complaint about(step_passed const& s, state const& before) {
    if (s.steps > before.last_step().steps) return std::nullopt;
    return "a step of the rollout that was behind already";
}

complaint about(job_steered const&, state const&) {
    return std::nullopt;
}

complaint about_order(record const& r, state const& before) {
    if (std::holds_alternative<job_opened>(r) || std::holds_alternative<run_started>(r)
        || std::holds_alternative<job_steered>(r))
        return std::nullopt;
    if (before.runs() == 0) return "a record before the first run";
    if (before.ending()) return "a record behind the end of its run";
    return std::nullopt;
}

} // namespace

void consistency::wrong(std::uint64_t line, std::uint64_t offset, std::string what) {
    if (++flaw_count_ <= shown) flaws_.push_back({line, offset, std::move(what)});
}

void consistency::look(record const& r, state const& before, std::uint64_t line, std::uint64_t offset) {
    auto complains = about_order(r, before);
    if (!complains)
        complains = std::visit(core::overload{[](job_opened const&) { return complaint(); },
                                              [&](auto const& other) { return about(other, before); }},
                               r);
    if (complains) wrong(line, offset, std::move(*complains));
    if (auto const* const s = std::get_if<member_settled>(&r)) settled_.push_back(hash_of(s->member));
}

bool consistency::any_settled_twice() {
    std::sort(settled_.begin(), settled_.end());
    std::vector<std::uint64_t> twice;
    for (std::size_t i = 1; i < settled_.size(); ++i)
        if (settled_[i] == settled_[i - 1] && (twice.empty() || twice.back() != settled_[i]))
            twice.push_back(settled_[i]);
    settled_ = std::move(twice);
    return !settled_.empty();
}

void consistency::look_again(record const& r, std::uint64_t line, std::uint64_t offset) {
    auto const* const s = std::get_if<member_settled>(&r);
    if (s == nullptr || !std::binary_search(settled_.begin(), settled_.end(), hash_of(s->member))) return;
    bool const sent = s->attempts > 0;
    auto const [known, first] = sent_.try_emplace(s->member, sent);
    if (first) return;
    if (sent && known->second) {
        wrong(line, offset, "member " + core::quoted(s->member) + " was sent its change a second time");
    } else {
        known->second = known->second || sent;
        if (++met_again_count_ <= shown)
            met_again_.push_back(
                {line, offset, "member " + core::quoted(s->member) + " has another outcome"});
    }
}

} // namespace muster::journal
