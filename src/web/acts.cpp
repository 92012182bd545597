#include "web/acts.hpp"

#include "core/printable.hpp"
#include "launch/standing.hpp"
#include "web/begun.hpp"
#include "web/bodies.hpp"
#include "web/relay.hpp"
#include "web/replies.hpp"
#include "web/run_command.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <random>

namespace muster::web {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

using kind = route::kind;

constexpr std::size_t suffix_size = std::string_view("-20260131T010000Z-1a2b").size();
constexpr std::chrono::days kept_for{7};
constexpr std::chrono::minutes longest_plan{30};

std::string actor_of(std::string const& user) {
    return user + ", by muster web";
}

http::served_reply job_reply(std::string const& id) {
    return json_reply(202, json::serialize(json::object{{"job", id}}));
}

/// The path of the spec of that name among what `muster __web specs` printed; empty = there is none.
std::string path_of_spec(std::string const& listed, std::string const& name) {
    boost::system::error_code error;
    auto const all = json::parse(listed, error);
    if (error || !all.is_array()) return {};
    for (auto const& each : all.get_array()) {
        auto const* const o = each.if_object();
        auto const* const its = o == nullptr ? nullptr : o->if_contains("name");
        auto const* const path = o == nullptr ? nullptr : o->if_contains("path");
        if (its != nullptr && its->is_string() && its->get_string() == name && path != nullptr
            && path->is_string())
            return std::string(path->get_string());
    }
    return {};
}

/// The rate of an act's body, as `muster rate` takes it.
std::string rate_word(std::string const& body) {
    boost::system::error_code error;
    auto const read = json::parse(body, error);
    auto const* const o = error ? nullptr : read.if_object();
    auto const* const rate = o == nullptr ? nullptr : o->if_contains("requestsPerSecond");
    return rate != nullptr && rate->is_number() ? json::serialize(*rate) : "spec";
}

} // namespace

acts::acts(asio::any_io_executor on, launch::store& jobs, view_settings settings, bool live,
           service::say tell)
    : executor_(std::move(on)),
      jobs_(jobs),
      settings_(std::move(settings)),
      live_(live),
      tell_(std::move(tell)),
      root_(jobs.place().local() / ".web") {
    std::vector<fs::path> ours{root_, root_ / "plans", root_ / "words"};
    if (std::error_code error; !fs::exists(jobs.place().local(), error))
        ours.insert(ours.begin(), jobs.place().local());
    for (auto const& each : ours) {
        fs::create_directories(each);
        fs::permissions(each, fs::perms::owner_all);
    }
    forget_old();
}

void acts::forget_old() {
    auto const now = fs::file_time_type::clock::now();
    for (auto const& folder : {root_ / "plans", root_ / "words"}) {
        std::error_code error; // what cannot be removed harms nobody
        for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
            std::error_code of_one;
            auto const written = i->last_write_time(of_one);
            if (!of_one && now - written > kept_for) fs::remove(i->path(), of_one);
        }
    }
}

fs::path acts::plan_file(std::string const& id) const {
    return root_ / "plans" / (id + ".plan");
}

std::string acts::free_id(std::string const& name) {
    std::random_device random;
    return jobs_.free_id(name, std::chrono::system_clock::now(),
                         [&random] { return static_cast<std::uint16_t>(random()); });
}

/// An id for a job that is made from another: by the name in its spec, as other commands would make one.
std::string acts::id_like(std::string const& job) {
    auto const text = files::read_file(jobs_.storage(), jobs_.where(job).spec()).value_or("");
    boost::system::error_code error;
    auto const spec = json::parse(text, error);
    auto const* const name = error || !spec.is_object() ? nullptr : spec.get_object().if_contains("name");
    return free_id(name != nullptr && name->is_string() ? std::string(name->get_string()) : "job");
}

void acts::add_run_options(std::vector<std::string>& arguments) const {
    arguments.emplace_back("--yes"); // whoever asked for it at the page has said so there
    if (live_) arguments.emplace_back("--live");
    add_place(settings_, arguments);
}

asio::awaitable<http::served_reply> acts::answer(route r, std::string body, std::string user) {
    auto const why = why_of(body);
    std::string_view const about = r.what == kind::plan    ? " spec "
                                   : r.what == kind::start ? " plan "
                                                           : " job ";
    tell_(false, r.act + std::string(about) + core::printable(r.subject) + ", by " + user
                     + (why.empty() ? std::string() : ": " + why));
    bool const of_job = r.what != kind::plan && r.what != kind::start;
    if (of_job && !jobs_.has(r.subject))
        co_return json_reply(refusal{404, "no-such-job", "There is no job " + r.subject + "."});
    auto const actor = actor_of(user);
    if (r.what == kind::resume) {
        auto const how =
            launch::standing_of(jobs_.storage(), jobs_.where(r.subject), launch::scrutiny::newest).how;
        if (how == launch::standing::kind::running)
            co_return json_reply(refusal{409, "exit-4", "Job " + r.subject + " is running already."});
        if (how == launch::standing::kind::complete)
            co_return json_reply(refusal{409, "nothing-to-do",
                                         "Job " + r.subject + " is complete; there is nothing to resume."});
    }
    if (r.what == kind::steer) co_return co_await steer(std::move(r), std::move(body), std::move(user));
    if (r.what == kind::plan) co_return co_await plan(std::move(r), std::move(body));
    if (r.what == kind::start) co_return co_await start(std::move(r), std::move(user));
    std::vector<std::string> words{r.act, r.subject};
    add_run_options(words);
    auto job = r.what == kind::resume ? r.subject : id_like(r.subject);
    if (r.what == kind::retry) words.emplace_back("--outcome=failed");
    if (r.what != kind::resume) words.push_back("--job-id=" + job);
    co_return co_await begin(std::move(job), std::move(words), actor);
}

asio::awaitable<http::served_reply> acts::steer(route r, std::string body, std::string user) {
    auto const actor = actor_of(user);
    auto const read = read_steering(body, actor);
    if (auto const* const bad = std::get_if<refusal>(&read)) co_return json_reply(*bad);
    auto const& how = std::get<steering>(read);
    auto const where = jobs_.where(r.subject);
    auto const socket = where.control();
    auto const target = "/" + r.act;
    bool const shared = jobs_.place().is_shared(); // with other hosts: the command asks through the store
    if (!shared) {
        auto const told = co_await ask_run(executor_, socket, "POST", target, how.body);
        if (told) co_return json_reply(told->status, told->body);
    }
    bool const runs = jobs_.storage().is_locked(where.lock());
    bool const can_mark = r.act == "pause" || r.act == "continue";
    if (!shared && (runs || !can_mark)) {
        auto words = "Job " + r.subject
                     + (runs ? " is about to begin or to end, or does not answer." : " is not running.")
                     + " Nothing was changed.";
        co_return json_reply(refusal{409, runs ? "no-answer" : "not-running", std::move(words)});
    }
    // Nobody works on it: a mark in its journal.
    command c;
    c.arguments = {r.act, r.subject};
    if (r.act == "rate") c.arguments.push_back(rate_word(how.body));
    if (!how.why.empty()) c.arguments.push_back("--why=" + how.why);
    c.actor = actor;
    add_place(settings_, c.arguments);
    auto const done = co_await run_command(executor_, std::move(c));
    if (done.status != 0) co_return json_reply(refusal_of(done));
    co_return json_reply(200, json::serialize(json::object{{"message", core::printable(done.out)}}));
}

asio::awaitable<http::served_reply> acts::begin(std::string job, std::vector<std::string> arguments,
                                                std::string actor) {
    begun_run const what(job, std::move(arguments), std::move(actor), root_ / "words" / (job + ".txt"),
                         jobs_.where(job).control());
    auto const end = co_await begin_run(executor_, what);
    if (!end) co_return job_reply(job);
    if ((end->status == 0 || end->status == 1) && jobs_.has(job)) co_return job_reply(job);
    tell_(true, "job " + job + " was not begun: " + refusal_of(*end).message);
    co_return json_reply(refusal_of(*end));
}

asio::awaitable<http::served_reply> acts::plan(route r, std::string body) {
    auto const read = read_settings(body);
    if (auto const* const bad = std::get_if<refusal>(&read)) co_return json_reply(*bad);
    route list;
    list.what = kind::specs;
    auto specs = command_for(settings_, list);
    auto const listed = co_await run_command(executor_, std::get<command>(std::move(specs)));
    auto const path = path_of_spec(listed.out, r.subject);
    if (path.empty())
        co_return json_reply(
            refusal{404, "no-such-spec", "There is no spec " + core::quoted(r.subject) + " here."});
    auto const id = free_id(r.subject);
    auto const file = plan_file(id).string();
    command make;
    make.limit = longest_plan;
    make.arguments = {"plan", "--output=json", "--out=" + file};
    for (auto const& each : std::get<std::vector<std::string>>(read)) make.arguments.push_back(each);
    make.arguments.insert(make.arguments.end(), {"--", path});
    auto const made = co_await run_command(executor_, std::move(make));
    if (made.status != 0) co_return json_reply(refusal_of(made));
    command show;
    show.arguments = {"show", "--output=json", file};
    auto shown = co_await run_command(executor_, std::move(show));
    if (shown.status != 0) co_return json_reply(refusal_of(shown));
    while (shown.out.ends_with('\n')) shown.out.pop_back();
    // As it is: its numbers are not to be written anew.
    co_return json_reply(200,
                         "{\"plan\":" + json::serialize(json::string(id)) + ",\"shown\":" + shown.out + "}");
}

asio::awaitable<http::served_reply> acts::start(route r, std::string user) {
    auto const file = plan_file(r.subject);
    std::error_code error;
    if (r.subject.size() <= suffix_size || !fs::is_regular_file(file, error))
        co_return json_reply(refusal{404, "no-such-plan", "There is no plan " + r.subject + ", or no more."});
    auto job = free_id(r.subject.substr(0, r.subject.size() - suffix_size));
    std::vector<std::string> words{"run", "--plan=" + file.string(), "--approved-by=" + user,
                                   "--job-id=" + job};
    add_run_options(words);
    co_return co_await begin(std::move(job), std::move(words), actor_of(user));
}

} // namespace muster::web
