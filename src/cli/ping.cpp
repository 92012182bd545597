#include "cli/commands.hpp"
#include "cli/guess_words.hpp"
#include "cli/option_checks.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "cli/target_options.hpp"
#include "core/errors.hpp"
#include "launch/proxy.hpp"
#include "pacing/http_date.hpp"
#include "spec/secret.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;
using namespace std::chrono;

// The server tells whole seconds, and the reply was under way: less than that says nothing.
constexpr seconds clock_tolerance{5};

struct ping_options {
    target_options platform;
    std::string output = "table";
};

/// What a ping found.
struct findings {
    std::string kind, base_url, proxy; ///< `proxy` is empty where there is none
    http::far_end met;
    std::string key; ///< where it is kept
    bool live = false;
    std::optional<std::uint64_t> members;
    core::duration round_trip{};
    std::optional<seconds> ahead; ///< of the server's clock; negative = behind
    std::optional<long> certificate_days;
    launch::inquired guesses;
};

std::optional<seconds> clock_ahead(http::reply const& r, core::wall_time now) {
    auto const theirs = pacing::parse_http_date(r.date, now);
    if (!theirs) return std::nullopt;
    return duration_cast<seconds>(now - *theirs);
}

std::optional<core::job_error> error_of(
    std::variant<provider::page, provider::page_fault, core::verdict> const& read, std::string const& kind) {
    if (auto const* const v = std::get_if<core::verdict>(&read)) return as_error(*v);
    if (auto const* const f = std::get_if<provider::page_fault>(&read))
        return core::job_error(core::exit_status::stopped,
                               "what answers does not do so as " + kind + ": " + f->message);
    return std::nullopt;
}

/// The list cannot be read: perhaps because a setting does not fit the platform, which is said then.
[[noreturn]] void refuse_list(target const& to, std::string const& key, http::reply const& list,
                              core::job_error const& why) {
    bool const answered = list.status < 500 && list.status != 401 && list.status != 403 && list.status != 429;
    std::string text = why.what();
    if (answered)
        for (auto const& each : launch::inquire(*to.platform, to.at, key, to.pace, list).found)
            if (each.as_set == provider::finding::fit::wrong) text += "\n" + guess_sentence(each);
    throw core::job_error(why.status(), text);
}

findings ping(target const& to) {
    auto const& about = to.platform->about();
    auto const key = spec::resolve(to.key, *to.platform);
    provider::list_query query;
    query.limit = 1;
    auto const answer = launch::ask(about, to.at, key, to.pace.quotas, to.platform->list(query));
    auto const now = system_clock::now();
    json::monotonic_resource memory;
    auto const page = to.platform->read_page(query, answer.reply, memory);
    if (auto const error = error_of(page, about.kind)) refuse_list(to, key, answer.reply, *error);

    findings found;
    found.guesses = launch::inquire(*to.platform, to.at, key, to.pace, answer.reply);
    found.kind = about.kind;
    found.base_url = to.at.base_url;
    if (auto const via = launch::proxy_for(to.at)) found.proxy = via->host_and_port();
    found.met = answer.met;
    found.key = spec::describe(to.key);
    found.live = to.platform->is_live(key, to.at.base_url);
    found.members = std::get<provider::page>(page).total_count;
    found.round_trip = answer.round_trip;
    found.ahead = clock_ahead(answer.reply, now);
    if (found.met.certificate_ends)
        found.certificate_days = duration_cast<hours>(*found.met.certificate_ends - now).count() / 24;
    return found;
}

std::string clock_text(std::optional<seconds> const& ahead) {
    if (!ahead) return "the server tells no time";
    auto const off = abs(*ahead);
    if (off <= clock_tolerance) return "as the server's";
    return std::to_string(off.count()) + " s " + (*ahead > seconds(0) ? "ahead of" : "behind")
           + " the server's: one of them is wrong";
}

std::string tls_text(findings const& f) {
    if (f.met.tls_version.empty()) return "none: plain http to this machine";
    if (!f.certificate_days) return f.met.tls_version;
    return f.met.tls_version + "; the certificate ends in " + std::to_string(*f.certificate_days) + " days";
}

double milliseconds_of(core::duration d) {
    return std::round(duration<double, std::milli>(d).count() * 10) / 10;
}

std::string findings_table(findings const& f, bool wrapped) {
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%.1f ms", milliseconds_of(f.round_trip));
    auto const way = f.proxy.empty() ? "" : ", by way of the proxy " + f.proxy;
    return table_row("platform", f.kind + " at " + f.base_url, wrapped)
           + table_row("address", f.met.address + way, wrapped) + table_row("tls", tls_text(f), wrapped)
           + table_row("key", std::string(f.live ? "live" : "sandbox") + ", accepted (" + f.key + ")",
                       wrapped)
           + table_row("members", f.members ? std::to_string(*f.members) : "the platform does not tell",
                       wrapped)
           + table_row("time", std::string(time.data()) + " for a request", wrapped)
           + table_row("clock", clock_text(f.ahead), wrapped) + guess_rows(f.guesses, wrapped);
}

template <class T>
json::value or_null(std::optional<T> const& v) {
    return v ? json::value(*v) : json::value(nullptr);
}

json::object findings_json(findings const& f) {
    json::object out{{"platform", f.kind}, {"baseUrl", f.base_url}, {"address", f.met.address}};
    if (!f.proxy.empty()) out["proxy"] = f.proxy;
    if (!f.met.tls_version.empty())
        out["tls"] =
            json::object{{"version", f.met.tls_version}, {"certificateDays", or_null(f.certificate_days)}};
    out["key"] = json::object{{"from", f.key}, {"live", f.live}};
    out["members"] = or_null(f.members);
    out["roundTripMs"] = milliseconds_of(f.round_trip);
    out["clockAheadSeconds"] = f.ahead ? json::value(f.ahead->count()) : json::value(nullptr);
    add_guesses(out, f.guesses);
    return out;
}

core::exit_status run(ping_options const& o) {
    auto const to = target_of(o.platform);
    if (!to) return core::exit_status::usage;
    auto const found = ping(*to);
    if (o.output != "table")
        std::cout << shown_json(json::serialize(findings_json(found))) << '\n';
    else
        std::cout << shown(findings_table(found, ::isatty(STDOUT_FILENO) != 0));
    bool const clock_wrong = found.ahead && abs(*found.ahead) > clock_tolerance;
    if (clock_wrong)
        std::cerr << "muster: this machine's clock is " << clock_text(found.ahead)
                  << ". Jobs keep their pace all the same; certificates and dates in specs go by it.\n";
    bool misfit = false;
    for (auto const& each : found.guesses.found) {
        if (each.as_set != provider::finding::fit::wrong) continue;
        misfit = true;
        std::cerr << shown("muster: " + guess_sentence(each) + "\n");
    }
    return misfit ? core::exit_status::usage : core::exit_status::ok;
}

} // namespace

void add_ping(CLI::App& app, int& status) {
    auto o = std::make_shared<ping_options>();
    auto* const command =
        app.add_subcommand("ping", "Say whether key, address and clock work, and change nothing");
    add_target_options(*command, o->platform);
    command->add_option("--output", o->output, "table, or json or jsonl: one object")
        ->check(one_of({"table", "json", "jsonl"}));
    command->footer("Sends a request for one member of the list, and up to eight more that only read, to\n"
                    "see which guesses about the platform hold. A live key is fine, as nothing is\n"
                    "changed.\n"
                    "Examples:\n"
                    "  muster ping job.json\n"
                    "  muster ping --site staging\n"
                    "  muster ping --base-url http://127.0.0.1:8080\n"
                    "Exit status: 0 it works; 2 bad command line or spec, or a setting does not fit\n"
                    "  the platform; 3 key or certificate refused; 75 no answer.");
    command->callback([o, &status] { status = static_cast<int>(run(*o)); });
}

} // namespace muster::cli
