#pragma once
#include "model_server.hpp"
#include "spec/spec.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::simulated {

/// All members of a platform as they were before a job, to be held against how the job leaves them: each with
/// its change if it is done, and with nothing else. What a change makes of a member is worked out here,
/// apart from the code under test.
class portrait {
public:
    /// Both must outlive it.
    portrait(model_server const& server, spec::spec const& job);

    /// What is wrong, by member. `done` = whom the job changed, by its outcomes; `unknown` = of whom it
    /// cannot tell; all others were to stay as they were. `meddled_with` = those that somebody else removed.
    [[nodiscard]] std::vector<std::string> differences(std::set<std::string> const& done,
                                                       std::set<std::string> const& unknown,
                                                       std::set<std::string> const& meddled_with) const;

private:
    [[nodiscard]] std::string difference(std::string const& member, bool done) const;

    model_server const& server_;
    spec::spec const& job_;
    std::map<std::string, boost::json::object> before_;
};

} // namespace muster::simulated
