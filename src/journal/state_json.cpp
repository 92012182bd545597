// The state as JSON: records are kept in their journal form, so that there is one way to write each.
#include "journal/state.hpp"

#include <boost/json/array.hpp>

#include <stdexcept>

namespace muster::journal {

namespace json = boost::json;

namespace {

json::string line_of(record const& r) {
    std::string text;
    encode(r, text);
    text.pop_back(); // the newline
    return json::string(text);
}

template <class Strings>
json::array strings(Strings const& all) {
    json::array out;
    for (auto const& each : all) out.emplace_back(each);
    return out;
}

template <class Record>
Record record_at(json::value const& v) {
    return std::get<Record>(decode(v.as_string()));
}

std::uint64_t number_at(json::object const& o, char const* key) {
    return o.at(key).to_number<std::uint64_t>();
}

std::string text_at(json::object const& o, char const* key) {
    return std::string(o.at(key).as_string());
}

} // namespace

json::object state::save() const {
    json::object out;
    if (job_) out["job"] = line_of(*job_);
    if (last_run_) out["run"] = line_of(*last_run_);
    if (ending_) out["end"] = line_of(*ending_);
    if (paused_) out["paused"] = line_of(*paused_);
    out["runs"] = runs_;
    if (takeovers_ > 0) out["takeovers"] = takeovers_;
    out["nextPage"] = next_page_;
    out["cursor"] = low_water_;
    out["listEnded"] = list_ended_;
    if (list_total_) out["listTotal"] = *list_total_;
    out["seen"] = totals_.seen;
    auto& outcomes = out["outcomes"].emplace_object();
    for (int i = 0; i < core::outcome_kinds; ++i) {
        auto const o = static_cast<core::outcome>(i);
        outcomes[core::to_string(o)] = totals_.of(o);
    }
    auto& pages = out["openPages"].emplace_array();
    for (auto const& page : open_)
        pages.push_back(
            {{"page", line_of(page.read)}, {"left", page.left}, {"settled", strings(page.settled)}});
    auto& intents = out["pending"].emplace_array();
    for (auto const& [member, each] : pending_) intents.push_back(line_of(each));
    if (!sink_mark_.empty()) out["sinkMark"] = sink_mark_;
    if (last_step_.steps > 0) out["step"] = line_of(last_step_);
    out["settled"] = strings(carried_);
    out["settledMembers"] = carried_members_;
    out["settledUntil"] = strings(carry_marks_);
    out["settledFrom"] = carry_from_;
    out["settledSeen"] = carried_seen_;
    out["cursorsGo"] = static_cast<int>(cursors_go_);
    return out;
}

bool state::counts_rows_twice(json::object const& saved) {
    return !saved.contains("settledMembers");
}

state state::restore(json::object const& saved) {
    try {
        state s;
        if (auto const* const v = saved.if_contains("job")) s.job_ = record_at<job_opened>(*v);
        if (auto const* const v = saved.if_contains("run")) s.last_run_ = record_at<run_started>(*v);
        if (auto const* const v = saved.if_contains("end")) s.ending_ = record_at<run_ended>(*v);
        if (auto const* const v = saved.if_contains("paused")) s.paused_ = record_at<job_steered>(*v);
        s.runs_ = number_at(saved, "runs");
        if (saved.contains("takeovers")) s.takeovers_ = number_at(saved, "takeovers");
        s.next_page_ = number_at(saved, "nextPage");
        s.low_water_ = text_at(saved, "cursor");
        s.list_ended_ = saved.at("listEnded").as_bool();
        if (saved.contains("listTotal")) s.list_total_ = number_at(saved, "listTotal");
        s.totals_.seen = number_at(saved, "seen");
        for (auto const& [word, count] : saved.at("outcomes").as_object()) {
            auto const o = core::parse_outcome(word);
            if (!o) throw std::invalid_argument("an unknown outcome");
            s.totals_.outcomes.at(static_cast<std::size_t>(*o)) = count.to_number<std::uint64_t>();
        }
        for (auto const& each : saved.at("openPages").as_array()) {
            auto const& page = each.as_object();
            open_page open{record_at<page_read>(page.at("page")), number_at(page, "left"), {}};
            for (auto const& member : page.at("settled").as_array())
                open.settled.emplace_back(member.as_string());
            s.open_.push_back(std::move(open));
        }
        for (auto const& each : saved.at("pending").as_array()) {
            auto i = record_at<intent>(each);
            auto member = i.member;
            s.pending_.emplace(std::move(member), std::move(i));
        }
        if (saved.contains("sinkMark")) s.sink_mark_ = text_at(saved, "sinkMark");
        if (auto const* const v = saved.if_contains("step")) s.last_step_ = record_at<step_passed>(*v);
        for (auto const& member : saved.at("settled").as_array()) s.carried_.emplace(member.as_string());
        if (!counts_rows_twice(saved)) s.carried_members_ = number_at(saved, "settledMembers");
        for (auto const& mark : saved.at("settledUntil").as_array()) s.carry_marks_.emplace(mark.as_string());
        s.carry_from_ = number_at(saved, "settledFrom");
        s.carried_seen_ = number_at(saved, "settledSeen");
        auto const go = number_at(saved, "cursorsGo");
        if (go > static_cast<std::uint64_t>(direction::down))
            throw std::invalid_argument("an unknown direction");
        s.cursors_go_ = static_cast<direction>(go);
        return s;
    } catch (std::invalid_argument const&) {
        throw;
    } catch (std::exception const& e) { // a missing key, a wrong type, another record
        throw std::invalid_argument(e.what());
    }
}

} // namespace muster::journal
