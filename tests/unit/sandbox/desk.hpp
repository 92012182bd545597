#pragma once
#include "sandbox/gateway.hpp"
#include "sandbox/memberstack/platform.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace muster::sandbox::tests {

/// The fake Memberstack behind a gateway, without rate limit unless told, with the plan pln_new beside the
/// usual ones; and a client of it whose clock stands still unless moved.
class desk {
public:
    explicit desk(settings s, std::uint64_t members = 250)
        : gateway_(std::move(s), [members](sandbox::ledger& effects) {
              auto plans = memberstack::population_plans();
              plans.push_back(memberstack::plan{"pln_new"});
              memberstack::population const people{members, 1};
              return std::make_unique<memberstack::platform>(people, plans, effects);
          }) {}
    desk() : desk(unlimited()) {}

    static settings unlimited() {
        settings s;
        s.requests_per_second = 0;
        return s;
    }

    reply send(std::string method, std::string target, std::string body = {},
               std::string key = "sk_sb_test") {
        return gateway_.answer(request{std::move(method), std::move(target), std::move(key), std::move(body)},
                               now,
                               core::wall_time(std::chrono::seconds(1'767'225'600))); // 2026-01-01
    }
    boost::json::value read(std::string target) {
        return boost::json::parse(send("GET", std::move(target)).body);
    }
    boost::json::value ledger() { return read("/__ledger"); }
    /// How often a change took effect for a member.
    std::int64_t effect(std::string const& id, std::string const& what) {
        auto const all = ledger();
        auto const* const member = all.at("members").as_object().if_contains(id);
        if (member == nullptr || !member->as_object().contains(what)) return 0;
        return member->at(what).as_int64();
    }

    core::instant now{std::chrono::seconds(1000)};

private:
    gateway gateway_;
};

/// The `code` of an error reply.
inline std::string code_of(reply const& r) {
    auto const body = boost::json::parse(r.body);
    return std::string(std::string_view(body.at("code").as_string()));
}

} // namespace muster::sandbox::tests
