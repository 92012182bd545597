#pragma once
#include "engine/course.hpp"
#include "provider/memberstack/platform.hpp"
#include "spec/read.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace muster::engine::tests {

namespace json = boost::json;

inline constexpr auto add_plan = R"("addPlan": {"planId": "pln_gold"})";
inline constexpr auto merge = R"("update": {"json": {"score": 7}, "merge": true})";
inline constexpr auto once = R"("request": {"method": "POST", "path": "/x", "idempotent": false})";
inline constexpr auto again = R"("request": {"method": "POST", "path": "/x", "idempotent": true})";

inline constexpr unsigned attempts = 3;

inline std::shared_ptr<spec::spec const> read(std::string const& operation, std::string const& platform) {
    auto found = spec::read(R"({"name": "test", "provider": {"kind": ")" + platform
                                + R"(", "key": {"env": "KEY"}}, "where": {},
                                "retry": {"attempts": 3, "patience": "10m"}, "operation": {)"
                                + operation + "}}",
                            {});
    if (!found.value) throw std::runtime_error(spec::format("spec", found.mistakes));
    return std::make_shared<spec::spec const>(std::move(*found.value));
}

/// A unit on its way, with the platform's health and the time at hand.
struct desk {
    explicit desk(std::string const& operation, std::size_t members = 1, bool doubtful = false,
                  std::string const& kind = "memberstack")
        : spec(read(operation, kind)) {
        json::object const nobody;
        core::member m;
        m.document = &nobody;
        for (std::size_t i = 0; i < members; ++i) {
            pending_member p;
            p.task.member_id = "mem_" + std::to_string(i);
            p.task.what = std::get<core::change>(spec->operation->decide(m));
            p.has_intent = true;
            p.doubtful = p.was_doubtful = doubtful;
            going.members.push_back(std::move(p));
        }
        platform.record_success(now);
    }

    /// Something happens a second later.
    course::step after(course::event const& e) {
        now += std::chrono::seconds(1);
        auto made = course(*spec).decide(going, e, {now, platform, stopping, job_began});
        for (auto& s : made.done) done.push_back(std::move(s));
        withdrawn.insert(withdrawn.end(), made.withdrawn.begin(), made.withdrawn.end());
        return std::move(made.next);
    }
    course::step after(core::verdict v) { return after(course::replied{std::move(v)}); }
    course::step after(std::vector<core::verdict> v) { return after(course::replied{std::move(v)}); }
    course::step after_fault(bool sent, http::fault_kind kind = http::fault_kind::broken) {
        return after(course::broken{http::fault(kind, sent, "connection reset")});
    }
    course::step after_look(std::size_t member, std::string_view document) {
        return after_look(std::vector<std::size_t>{member}, {document});
    }
    course::step after_look(std::vector<std::size_t> const& members,
                            std::vector<std::string_view> const& documents) {
        std::vector<json::value> parsed;
        for (auto const document : documents) parsed.push_back(json::parse(document));
        std::vector<core::member> found(documents.size());
        course::looked what{members, {}};
        for (std::size_t i = 0; i < documents.size(); ++i) {
            found[i].document = parsed[i].if_object();
            what.found.push_back(parsed[i].is_object() ? &found[i] : nullptr);
        }
        return after(what);
    }
    /// The platform answers somebody else.
    void others_succeed() { platform.record_success(now); }

    std::shared_ptr<spec::spec const> spec;
    unit going;
    pacing::health platform;
    core::instant now{std::chrono::hours(1000)};
    bool stopping = false;
    std::optional<core::wall_time> job_began{};
    std::vector<course::settled> done;
    std::vector<std::string> withdrawn;
};

template <class Step>
bool is(course::step const& s) {
    return std::holds_alternative<Step>(s);
}

inline std::vector<std::size_t> all_looked_at(course::step const& s) {
    BOOST_REQUIRE(is<course::look>(s));
    return std::get<course::look>(s).members;
}

inline std::size_t looked_at(course::step const& s) {
    auto const all = all_looked_at(s);
    BOOST_REQUIRE(all.size() == 1U);
    return all.front();
}

inline constexpr auto with_plan = R"({"planConnections": [{"planId": "pln_gold", "active": true}]})";
inline constexpr auto without_plan = R"({"planConnections": []})";

} // namespace muster::engine::tests
