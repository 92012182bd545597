#include "service/run_line.hpp"

#include "core/obstacle.hpp"
#include "fleet/ask_holder.hpp"
#include "launch/host_name.hpp"
#include "launch/mark.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <thread>

namespace muster::service {

namespace json = boost::json;

namespace {

constexpr std::chrono::seconds looked_every{1};

/// With who asks, unless it is for somebody already.
std::string with_asker(std::string_view body) {
    boost::system::error_code error;
    auto read = body.empty() ? json::value(json::object()) : json::parse(body, error);
    if (error || !read.is_object()) return std::string(body); // the run tells what is wrong with it
    auto& o = read.get_object();
    if (!o.contains("who")) o["who"] = launch::describe_this_process() + " on " + launch::host_name();
    return json::serialize(o);
}

client_reply ask_through_store(launch::store& jobs, journal::directory const& where, std::string_view method,
                               std::string_view target, std::string_view body, core::duration longest) {
    auto const lease = where.lock().lexically_relative(jobs.state_directory()).string();
    try {
        database::postgres_connection on(jobs.place().address());
        auto told = fleet::ask_holder(
            on, lease, {0, std::string(method), std::string(target), method == "GET" ? "" : with_asker(body)},
            std::chrono::duration_cast<std::chrono::milliseconds>(longest));
        if (told) return {told->status, std::move(told->body)};
    } catch (core::obstacle const& e) {
        throw client_error(client_error::kind::broken, e.what());
    }
    if (!jobs.storage().is_locked(where.lock()))
        throw client_error(client_error::kind::nobody, "nobody works on it");
    throw client_error(client_error::kind::broken, "no answer came through the store");
}

} // namespace

client_reply ask_run(launch::store& jobs, journal::directory const& where, std::string_view method,
                     std::string_view target, std::string_view body, core::duration longest) {
    if (jobs.place().is_shared()) return ask_through_store(jobs, where, method, target, body, longest);
    client run(where.control(), longest);
    return run.ask(method, target, body);
}

void follow_run(launch::store& jobs, journal::directory const& where, core::duration longest,
                std::function<bool(std::string_view name, std::string_view data)> const& each) {
    if (!jobs.place().is_shared()) {
        client run(where.control(), longest);
        return run.follow("/events", each);
    }
    auto last_heard = std::chrono::steady_clock::now();
    while (jobs.storage().is_locked(where.lock())) {
        auto const all = jobs.said_by_runs();
        auto const now = std::chrono::steady_clock::now();
        if (auto const it = all.find(where.id); it != all.end()) {
            last_heard = now;
            if (!each("status", it->second)) return;
        } else if (now - last_heard > longest) {
            throw client_error(client_error::kind::broken, "it says nothing");
        }
        std::this_thread::sleep_for(looked_every);
    }
}

} // namespace muster::service
