#pragma once
#include "cells.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

namespace muster::tests {

/// A database that tables of exports are tried in.
class table_world {
public:
    virtual ~table_world() = default;
    virtual std::unique_ptr<sink::sink> make(sink::table_settings settings) = 0;
    /// The rows that a query gives, a line each, cells between bars; null is `-`.
    virtual std::string ask(std::string const& sql) = 0;
    virtual void run(std::string const& sql) = 0;
    [[nodiscard]] virtual sink::dialect words() const = 0;
};

/// A member on its way out.
struct exported {
    std::string id;
    std::vector<boost::json::value> cells;
};

/// A member with an e-mail address and points.
inline exported member(std::string id, boost::json::value email, boost::json::value points) {
    return {std::move(id), {std::move(email), std::move(points)}};
}

/// An export of what member() gives.
inline sink::table_settings settings(std::string job = "job-1", bool only_changed = false) {
    sink::table_settings s;
    s.table = "members";
    s.columns = {{"email", core::cell_form::text}, {"points", core::cell_form::number}};
    s.only_changed = only_changed;
    s.job = std::move(job);
    return s;
}

inline sink::receipt write(sink::sink& to, std::vector<exported> const& members) {
    std::vector<std::vector<boost::json::value const*>> views;
    for (auto const& each : members) views.push_back(views_of(each.cells));
    std::vector<sink::row> rows;
    for (std::size_t i = 0; i < members.size(); ++i) rows.push_back({members[i].id, views[i]});
    return to.write(rows);
}

/// What stands in the table: `a|a@x.de|5|lives`.
inline std::string standing(table_world& world) {
    return world.ask("SELECT id, email, points, CASE WHEN deleted_at IS NULL THEN 'lives' ELSE 'gone' END"
                     " FROM members ORDER BY id");
}

/// What happened to whom: `a|inserted|job-1`.
inline std::string changes(table_world& world) {
    return world.ask("SELECT id, change, job FROM members_changes ORDER BY seq");
}

/// A whole export in one page.
inline sink::closing export_all(table_world& world, sink::table_settings s,
                                std::vector<exported> const& members) {
    auto const to = world.make(std::move(s));
    to->open("");
    write(*to, members);
    return to->finish(true);
}

/// The kind of the error and what it says; fails the test if there is none.
template <class Act>
std::string error_of(Act const& act) {
    try {
        act();
    } catch (core::obstacle const& e) {
        using kind = core::obstacle::kind;
        return (e.what_kind() == kind::passing   ? "passing: "
                : e.what_kind() == kind::lasting ? "lasting: "
                                                 : "unfit: ")
               + std::string(e.what());
    }
    BOOST_ERROR("there was no error");
    return {};
}

inline bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != text.npos;
}

} // namespace muster::tests
