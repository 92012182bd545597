#include "fleet/store_view.hpp"

#include "fleet/schema.hpp"

namespace muster::fleet {

store_view view_store(database::postgres_connection& on) {
    expect_store(on);
    store_view v;
    auto const sums =
        on.run("SELECT count(*), coalesce(sum(size), 0) FROM muster.entries WHERE NOT directory");
    v.files = sums.number(0, 0);
    v.bytes = sums.number(0, 1);
    auto const leases =
        on.run("SELECT path, holder, epoch, ceil(EXTRACT(epoch FROM until - clock_timestamp()))"
               "::bigint FROM muster.leases WHERE until > clock_timestamp() ORDER BY path");
    for (int row = 0; row < leases.rows(); ++row)
        v.leases.push_back({std::string(leases.text(row, 0)), std::string(leases.text(row, 1)),
                            leases.number(row, 2), leases.number(row, 3)});
    auto const torn = on.run(
        "WITH p AS (SELECT entry, at, length(bytes) AS n, "
        "lead(at) OVER (PARTITION BY entry ORDER BY at) AS next FROM muster.pieces), "
        "s AS (SELECT entry, min(at) AS first, max(at + n) AS size, "
        "bool_and(next IS NULL OR next = at + n) AS whole FROM p GROUP BY entry) "
        "SELECT e.path FROM muster.entries AS e LEFT JOIN s ON s.entry = e.id WHERE NOT e.directory "
        "AND NOT (e.size = coalesce(s.size, 0) AND coalesce(s.first, 0) = 0 AND coalesce(s.whole, true)) "
        "ORDER BY e.path");
    for (int row = 0; row < torn.rows(); ++row) v.torn.emplace_back(torn.text(row, 0));
    return v;
}

} // namespace muster::fleet
