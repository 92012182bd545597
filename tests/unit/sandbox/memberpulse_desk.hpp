#pragma once
#include "sandbox/gateway.hpp"
#include "sandbox/memberpulse/platform.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace muster::sandbox::memberpulse::tests {

/// The fake MemberPulse behind a gateway without limits, and a client of it.
class desk {
public:
    explicit desk(population people = {250, 1, false}, custom open = {})
        : gateway_(unlimited(), [people, open](ledger& effects) {
              return std::make_unique<memberpulse::platform>(people, open, effects);
          }) {}

    reply send(std::string method, std::string target, std::string body = {}, std::string key = "any") {
        return gateway_.answer(request{std::move(method), std::move(target), std::move(key), std::move(body)},
                               core::instant(std::chrono::seconds(1000)),
                               core::wall_time(std::chrono::seconds(1'767'225'600))); // 2026-01-01
    }
    boost::json::value read(std::string target) {
        return boost::json::parse(send("GET", std::move(target)).body);
    }
    /// How often a change took effect for a record.
    std::int64_t effect(std::string const& id, std::string const& what) {
        auto const all = read("/__ledger");
        auto const* const record = all.at("members").as_object().if_contains(id);
        if (record == nullptr || !record->as_object().contains(what)) return 0;
        return record->at(what).as_int64();
    }

private:
    static settings unlimited() {
        settings s;
        s.requests_per_second = 0;
        return s;
    }

    gateway gateway_;
};

/// The word that ends a problem's type.
inline std::string code_of(reply const& r) {
    auto const type = std::string(boost::json::parse(r.body).at("type").as_string());
    return type.substr(type.rfind('/') + 1);
}

} // namespace muster::sandbox::memberpulse::tests
