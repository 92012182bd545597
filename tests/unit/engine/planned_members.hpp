#pragma once
#include "model_world.hpp"

#include <memory>
#include <set>
#include <string>

namespace muster::simulated {

/// A plan as `muster plan --out` makes it, of Memberstack's members; and what others did to some of them
/// since.
class planned_members {
public:
    /// Plans what that spec does to the members, and then has others at work: of those whom the plan names
    /// one does not match any more, one has another value in `customFields.score`, for one what is planned is
    /// done already, and one is removed. `spec` = its text. There must be 16 and more members to be changed.
    planned_members(std::string const& spec, model_server& server);

    [[nodiscard]] spec::spec const& made_of() const { return *spec_; }
    [[nodiscard]] std::string const& rows() const { return rows_; } ///< JSON Lines: the job's
    [[nodiscard]] std::set<std::string> const& named() const { return named_; }
    [[nodiscard]] std::set<std::string> const& stale() const { return stale_; } ///< who must come out so
    [[nodiscard]] std::set<std::string> const& in_effect() const { return in_effect_; }

    /// Between two runs of the job of that world, one more does not match any more, if the job has not begun
    /// with that member. Whether it is so.
    bool meddle(model_server& server, model_world& w);
    [[nodiscard]] std::string const& latecomer() const { return latecomer_; }

private:
    void move_away(model_server& server, std::string const& member);

    std::unique_ptr<spec::spec> spec_;
    std::string rows_;
    std::set<std::string> named_;
    std::set<std::string> stale_;
    std::set<std::string> in_effect_;
    std::string latecomer_;
};

} // namespace muster::simulated
