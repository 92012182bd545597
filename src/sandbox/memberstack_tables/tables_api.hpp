#pragma once
#include "core/time.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/memberstack_tables/population.hpp"
#include "sandbox/memberstack_tables/queries.hpp"
#include "sandbox/memberstack_tables/routes.hpp"
#include "sandbox/memberstack_tables/shelf.hpp"

#include <boost/json/object.hpp>

namespace muster::sandbox::memberstack_tables {

/// The key and the id of the one table.
inline constexpr std::string_view table_key = "products";
inline constexpr std::string_view table_id = "tbl_sb_products";

/// The calls of Data Tables on one table in memory, without rate limit, credentials or faults.
class tables_api {
public:
    /// `most`: records of one page. What takes effect is noted in `effects`, which must outlive this.
    tables_api(population records, std::uint64_t most, ledger& effects);

    /// Does what a request asks for. `now`: for the dates it writes. `spoiled`: a page fault to show, or
    /// nullptr.
    reply answer(route const& r, std::string const& body, core::wall_time now, fault const* spoiled);

    /// The records, which may be changed here as somebody else's doing: no call of the API, so the ledger
    /// does not have it.
    [[nodiscard]] shelf& records() { return records_; }
    [[nodiscard]] shelf const& records() const { return records_; }

private:
    reply create(boost::json::object const& data, core::wall_time now);
    reply update(entry const& record, boost::json::object const& data, core::wall_time now);
    reply remove(entry const& record);
    [[nodiscard]] bool is_taken(boost::json::object const& data, entry const* by) const;

    population begun_with_;
    std::uint64_t most_;
    ledger& effects_;
    shelf records_;
    std::uint64_t created_ = 0; // records made since the beginning
};

} // namespace muster::sandbox::memberstack_tables
