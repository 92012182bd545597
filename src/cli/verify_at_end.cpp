#include "cli/verify_at_end.hpp"

#include "cli/shown.hpp"
#include "cli/verification.hpp"
#include "core/read_json.hpp"
#include "core/time.hpp"

#include <boost/json/serialize.hpp>

#include <optional>

namespace muster::cli {

namespace json = boost::json;

namespace {

struct last_word {
    std::string words;
    bool as_written = false;
};

/// What was found before; nullopt if that was not looked for, or cannot be read.
std::optional<last_word> found_before(files::storage& storage, journal::directory const& where) {
    auto const text = files::read_file(storage, where.verified());
    if (!text) return std::nullopt;
    boost::system::error_code error;
    auto const v = core::read_json(*text, error);
    auto const* const o = v.if_object();
    auto const* const words = o != nullptr ? o->if_contains("found") : nullptr;
    auto const* const good = o != nullptr ? o->if_contains("asWritten") : nullptr;
    if (error || words == nullptr || !words->is_string() || good == nullptr || !good->is_bool())
        return std::nullopt;
    return last_word{std::string(words->get_string()), good->get_bool()};
}

/// nullopt: the job changed nobody.
std::optional<last_word> look_and_keep(launch::store& jobs, journal::directory const& where,
                                       spec::verify const& how, bool ignore_window) {
    if (auto before = found_before(jobs.storage(), where)) return before;
    verify_choices choices;
    choices.sample = how.sample;
    choices.look.ignore_windows = ignore_window;
    auto const v = verify_job(jobs, where.id, std::move(choices));
    if (!v) return std::nullopt;
    last_word const f{shown_line(in_words(*v)), v->all_as_written()};
    json::object const kept{{"found", f.words},
                            {"asWritten", f.as_written},
                            {"at", core::to_iso8601(std::chrono::system_clock::now())}};
    files::replace_file(jobs.storage(), where.verified(), json::serialize(kept) + "\n");
    return f;
}

} // namespace

std::string verify_at_end(launch::store& jobs, journal::directory const& where, spec::verify const& how,
                          bool ignore_window, run_report& report, launch::conclusion& end) {
    std::string bad;
    try {
        auto const found = look_and_keep(jobs, where, how, ignore_window);
        if (!found) return {};
        report.verified = found->words;
        if (!found->as_written) bad = "of the members that it changed, " + found->words;
    } catch (std::exception const& e) { // of a job that is complete, whatever comes of this
        report.verified = "not done: " + shown_line(e.what());
        bad = "the members that it changed could not be looked at again: " + shown_line(e.what());
    }
    if (bad.empty()) return {};
    report.advice = "muster verify " + where.id + jobs.state_option() + " shows who is not as written";
    if (end.status == core::exit_status::ok) end.status = core::exit_status::members_failed;
    if (end.reason.empty()) end.reason = bad;
    return bad;
}

} // namespace muster::cli
