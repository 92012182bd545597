#include "fleet/ask_holder.hpp"

#include <thread>

namespace muster::fleet {

namespace {

constexpr std::chrono::milliseconds looked_every{50};

} // namespace

std::optional<holder_reply> ask_holder(database::postgres_connection& on, std::string const& path,
                                       question const& what, std::chrono::milliseconds longest) {
    // For this holder alone: whoever comes next is asked anew, if at all.
    auto const asked = on.run("INSERT INTO muster.questions (lease, epoch, method, target, body) "
                              "SELECT id, epoch, $2, $3, $4 FROM muster.leases "
                              "WHERE path = $1 AND until > clock_timestamp() RETURNING id",
                              {path, what.method, what.target, what.body});
    if (asked.rows() == 0) return std::nullopt;
    std::vector<std::string> const id{std::string(asked.text(0, 0))};
    auto const until = std::chrono::steady_clock::now() + longest;
    bool held = true;
    while (held && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(looked_every);
        auto const told = on.run("DELETE FROM muster.questions WHERE id = $1 AND status IS NOT NULL "
                                 "RETURNING status, reply",
                                 id);
        if (told.rows() > 0)
            return holder_reply{static_cast<unsigned>(told.number(0, 0)), std::string(told.text(0, 1))};
        held = on.run("SELECT FROM muster.questions AS q JOIN muster.leases AS l ON l.id = q.lease "
                      "AND l.epoch = q.epoch AND l.until > clock_timestamp() WHERE q.id = $1",
                      id)
                   .rows()
               > 0;
    }
    on.run("DELETE FROM muster.questions WHERE id = $1", id);
    return std::nullopt;
}

} // namespace muster::fleet
