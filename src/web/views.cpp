#include "web/views.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/whole_number.hpp"
#include "launch/job_place.hpp"
#include "web/replies.hpp"

#include <chrono>

namespace muster::web {

namespace {

using kind = route::kind;

constexpr std::chrono::minutes slow{10}; // what reads the platform, under its rate limit
constexpr std::uint64_t most_results = 1000;

std::string value_of(route const& r, std::string const& name) {
    auto const found = r.query.find(name);
    return found == r.query.end() ? std::string() : found->second;
}

std::variant<command, refusal> results_command(route const& r) {
    auto const limit = value_of(r, "limit");
    auto const number = limit.empty() ? std::optional<std::uint64_t>(100) : core::whole_number(limit);
    if (!number || *number < 1 || *number > most_results)
        return refusal{400, "bad-request", "`limit` must be a number from 1 to 1000."};
    // In one word each, so that no value can pass for an option.
    command c{{"__web", "results", r.subject, "--limit=" + std::to_string(*number)}, {}, slow};
    if (auto const outcome = value_of(r, "outcome"); !outcome.empty())
        c.arguments.push_back("--outcome=" + outcome);
    if (auto const code = value_of(r, "code"); !code.empty()) c.arguments.push_back("--code=" + code);
    return c;
}

std::string words_of(command_result const& done) {
    if (!done.failure.empty()) return done.failure;
    std::string_view words = done.err;
    constexpr std::string_view ours = "muster: ";
    if (words.starts_with(ours)) words.remove_prefix(ours.size());
    while (words.ends_with('\n')) words.remove_suffix(1);
    return core::printable(core::redact(words));
}

} // namespace

void add_place(view_settings const& s, std::vector<std::string>& arguments) {
    auto const words = launch::job_place::options_for(s.place);
    if (!words.empty()) arguments.push_back(words[0] + "=" + words[1]);
}

std::variant<command, refusal> command_for(view_settings const& s, route const& r) {
    command c;
    switch (r.what) {
    case kind::job: c.arguments = {"status", r.subject, "--output=json"}; break;
    case kind::failures: c.arguments = {"__web", "failures", r.subject}; break;
    case kind::acts: c.arguments = {"__web", "acts", r.subject}; break;
    case kind::retry_plan: c.arguments = {"__web", "retry-plan", r.subject}; break;
    case kind::undo_plan:
        c.arguments = {"undo", r.subject, "--plan", "--output=json"};
        c.limit = slow;
        break;
    case kind::verify:
        c.arguments = {"verify", r.subject, "--output=json"};
        c.limit = slow;
        break;
    case kind::results: {
        auto made = results_command(r);
        if (auto* const bad = std::get_if<refusal>(&made)) return std::move(*bad);
        c = std::get<command>(std::move(made));
        break;
    }
    case kind::schedule: c.arguments = {"schedule", "--list", "--output=json"}; break;
    case kind::specs: c.arguments = {"__web", "specs"}; break;
    case kind::history:
        c.arguments = {"history", "--output=json"};
        c.limit = slow;
        break;
    default: return refusal{404, "not-found", "There is no such view."};
    }
    if (r.what != kind::specs) add_place(s, c.arguments);
    if (r.what == kind::history) c.arguments.insert(c.arguments.end(), {"--", r.subject});
    if (r.what == kind::schedule || r.what == kind::specs) {
        c.arguments.emplace_back("--");
        c.arguments.insert(c.arguments.end(), s.places.begin(), s.places.end());
    }
    return c;
}

refusal refusal_of(command_result const& done) {
    auto words = words_of(done);
    if (words.empty()) words = "muster ended with status " + std::to_string(done.status) + ".";
    if (done.status < 0) return {500, "no-answer", std::move(words)};
    if (done.status == 0) return {409, "nothing-to-do", std::move(words)};
    return {409, "exit-" + std::to_string(done.status), std::move(words)};
}

http::served_reply reply_of(command_result const& done) {
    std::string_view out = done.out;
    while (out.ends_with('\n')) out.remove_suffix(1);
    if (out.empty() || !done.failure.empty()) return json_reply(refusal_of(done));
    return json_reply(200, std::string(out));
}

} // namespace muster::web
