#pragma once
#include "core/obstacle.hpp"

#include <string>
#include <string_view>

namespace muster::database {

/// What an SQLSTATE means for a job (PostgreSQL's manual, appendix A).
struct postgres_meaning {
    core::obstacle::kind kind = core::obstacle::kind::unfit;
    std::string_view advice; ///< what is to be done, or empty
    /// What one row holds is in the way: of the rows that were written together, others may be fine.
    bool by_row = false;
};

/// Empty = there is none, as the server could not be reached or was lost.
postgres_meaning meaning_of(std::string_view sqlstate);

/// The SQLSTATE in the message of a connection that failed, as libpq words it when it says all (`FATAL:
/// 28P01:
/// ...`); empty if no server has answered.
std::string_view sqlstate_in(std::string_view message);

/// libpq's words in one line, its lines told apart, without those that say where in the server's source it
/// came to that.
std::string in_short(std::string_view message);

/// Stands for the SQLSTATE of a statement that is no query (02000, no data).
inline constexpr std::string_view no_rows_state = "02000";

/// PostgreSQL refused something. The connection may be lost.
class postgres_error : public core::obstacle {
public:
    postgres_error(std::string_view sqlstate, std::string const& reason, std::string const& what)
        : obstacle(meaning_of(sqlstate).kind, what),
          sqlstate_(sqlstate),
          reason_(reason) {}
    [[nodiscard]] std::string const& sqlstate() const noexcept { return sqlstate_; }
    /// Its own words.
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }

private:
    std::string sqlstate_, reason_;
};

} // namespace muster::database
