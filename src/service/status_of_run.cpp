#include "service/status_of_run.hpp"

#include "service/run_line.hpp"

#include <boost/json/parse.hpp>

namespace muster::service {

std::optional<boost::json::object> as_status(std::string_view text) {
    boost::system::error_code error;
    auto told = boost::json::parse(text, error);
    if (error || !told.is_object()) return std::nullopt;
    return std::move(told.get_object());
}

std::optional<boost::json::object> status_of_run(launch::store& jobs, journal::directory const& where,
                                                 core::duration longest) {
    try {
        if (jobs.place().is_shared()) {
            auto const all = jobs.said_by_runs();
            auto const it = all.find(where.id);
            return it == all.end() ? std::nullopt : as_status(it->second);
        }
        auto const reply = ask_run(jobs, where, "GET", "/status", "", longest);
        return reply.status == 200 ? as_status(reply.body) : std::nullopt;
    } catch (client_error const&) { // the journal tells enough
        return std::nullopt;
    } catch (files::io_error const&) {
        return std::nullopt;
    }
}

} // namespace muster::service
