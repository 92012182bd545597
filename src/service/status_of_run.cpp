#include "service/status_of_run.hpp"

#include "service/run_line.hpp"

#include <boost/json/parse.hpp>

namespace muster::service {

std::optional<boost::json::object> status_of_run(launch::store& jobs, journal::directory const& where,
                                                 core::duration longest) {
    try {
        auto const reply = ask_run(jobs, where, "GET", "/status", "", longest);
        boost::system::error_code error;
        auto told = boost::json::parse(reply.body, error);
        if (error || reply.status != 200 || !told.is_object()) return std::nullopt;
        return std::move(told.get_object());
    } catch (client_error const&) { // the journal tells enough
        return std::nullopt;
    }
}

} // namespace muster::service
