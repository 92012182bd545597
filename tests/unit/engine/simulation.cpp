// Random lives of a job, each from a seed: MUSTER_SEEDS=100000 runs more of them, MUSTER_SEED=17 that one
// alone.
#include "engine/reader.hpp"
#include "world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>

using namespace muster;
using namespace muster::simulated;
using kind = treatment::kind;
using std::chrono::milliseconds;

namespace {

namespace json = boost::json;

/// Dice of its own, so that what happens does not depend on how often the engine asks for randomness.
class dice {
public:
    explicit dice(std::uint64_t seed) : random_(seed) {}
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    bool chance(double p) { return uniform01(random_) < p; }
    milliseconds up_to(std::uint64_t ms) { return milliseconds(below(ms + 1)); }
    std::mt19937_64& source() { return random_; }

private:
    std::mt19937_64 random_;
};

std::string spec_extra(dice& d) {
    constexpr std::array<int, 3> rates{0, 25, 50};
    return R"(, "retry": {"attempts": 20, "patience": "2h"}, "pace": {"pageSize": )"
           + std::to_string(3 + d.below(18)) + R"(, "concurrency": )" + std::to_string(1 + d.below(16))
           + R"(, "requestsPerSecond": )" + std::to_string(rates.at(d.below(3))) + "}";
}

std::string operation(dice& d) {
    switch (d.below(4)) {
    case 0: return R"("addPlan": {"planId": "pln_gold"})";
    case 1: return R"("update": {"customFields": {"score": "7"}})";
    case 2: return R"("update": {"json": {"score": 7}, "merge": true})";
    default: return R"("delete": {})";
    }
}

// Pages as a list under load may give them.
void shrink(json::object& page, dice& d) {
    auto& data = page["data"].as_array();
    if (data.size() < 2) return;
    data.resize(1 + d.below(data.size() - 1));
    auto const id = std::string(data.back().as_object().at("id").as_string());
    page["endCursor"] = std::stoull(id.substr(4));
    page["hasNextPage"] = true;
}

void send_back(json::object& page, dice& d) {
    auto const cursor = page["endCursor"].to_number<std::uint64_t>();
    page["endCursor"] = d.below(cursor + 1);
    page["hasNextPage"] = true;
}

/// One life of a job.
class life {
public:
    explicit life(std::uint64_t seed)
        : dice_(seed),
          world_(20 + dice_.below(60), operation(dice_), spec_extra(dice_), seed),
          expected_(world_.platform.matching()),
          faults_(dice_.chance(0.8) ? 0.02 + 0.15 * uniform01(dice_.source()) : 0),
          latency_(dice_.below(3) * 150),
          meddling_(dice_.chance(0.5) ? 0.05 : 0) {
        constexpr std::array<std::size_t, 3> limits{0, 10, 25};
        world_.limit = strict_limit(limits.at(dice_.below(3)));
        if (dice_.chance(0.3)) world_.platform.largest_page = 1 + dice_.below(10);
        if (dice_.chance(0.2)) refuse_key_at_ = dice_.below(60);
        if (dice_.chance(0.25)) {
            outage_from_ = world_.time.now() + dice_.up_to(6000);
            outage_to_ = outage_from_ + std::chrono::seconds(dice_.below(3600));
            hard_outage_ = dice_.chance(0.5);
        }
        world_.direct = [this](http::request const& r) { return treat(r); };
        world_.unreachable = [this] { return hard_outage_ && outage(); };
        auto const slow_disk = dice_.below(2) * 20;
        world_.disk_latency = [this, slow_disk] { return dice_.up_to(slow_disk); };
    }

    std::vector<std::string> lead() {
        constexpr unsigned most_runs = 60;
        for (unsigned run = 0; run < most_runs; ++run) {
            if (dice_.chance(0.4)) {
                constexpr std::array<fate::moment, 3> moments{fate::moment::before, fate::moment::midway,
                                                              fate::moment::after};
                world_.end.decide(dice_.below(150), moments.at(dice_.below(3)));
            }
            auto const report = world_.run();
            if (report.died) {
                constexpr std::array<memory_storage::kept, 3> kinds{memory_storage::kept::everything,
                                                                    memory_storage::kept::nothing,
                                                                    memory_storage::kept::some};
                world_.power_cut(kinds.at(dice_.below(3)));
            } else if (report.complete) {
                return judge();
            } else if (report.error == core::exit_status::refused) {
                world_.platform.key_trouble.clear();
            } else if (report.error != core::exit_status::stopped) {
                return {"it ended with: " + report.reason};
            }
            last_ = report.reason;
            world_.time.pass(std::chrono::seconds(dice_.below(600))); // until somebody resumes it
        }
        return {"it never became complete: " + last_};
    }

private:
    bool outage() const { return world_.time.now() >= outage_from_ && world_.time.now() < outage_to_; }

    treatment treat(http::request const& r) {
        if (requests_++ == refuse_key_at_) world_.platform.key_trouble = "no such key";
        if (dice_.chance(meddling_)) meddle();
        treatment t;
        t.there = dice_.up_to(latency_);
        t.back = dice_.up_to(latency_);
        if (outage())
            t.what = kind::error_before;
        else if (dice_.chance(faults_))
            t.what = static_cast<kind>(1 + dice_.below(10));
        if (t.what == kind::throttled && dice_.chance(0.5)) t.retry_after = std::to_string(dice_.below(4));
        bool const is_page = r.verb == http::method::get && r.target.starts_with("/members?");
        if (is_page && dice_.chance(faults_))
            t.alter = [this, what = dice_.below(3), target = r.target](http::reply& said) {
                disturb(said, what, target);
            };
        return t;
    }

    void disturb(http::reply& said, std::uint64_t what, std::string const& target) {
        boost::system::error_code error;
        auto page = json::parse(said.body, error);
        if (error || said.status != 200) return;
        if (what == 0) shrink(page.as_object(), dice_);
        if (what == 1) send_back(page.as_object(), dice_);
        if (what == 2) { // the cursor stays where it was
            auto const after = target.find("after=");
            page.as_object()["endCursor"] =
                after == std::string::npos ? 0 : std::stoull(target.substr(after + 6));
            page.as_object()["hasNextPage"] = true;
        }
        said.body = json::serialize(page);
    }

    void meddle() {
        auto const position = 10 * (1 + dice_.below(80)) + 1 + dice_.below(9);
        auto const id = model_platform::id_at(position);
        if (dice_.chance(0.5)) {
            if (!world_.platform.exists(id) && !removed_.contains(id)) world_.platform.insert(position);
            return;
        }
        auto const ids = world_.platform.ids();
        if (ids.empty()) return;
        auto const victim = *std::next(ids.begin(), static_cast<std::ptrdiff_t>(dice_.below(ids.size())));
        world_.platform.erase(victim);
        removed_.insert(victim);
        expected_.erase(victim);
    }

    std::vector<std::string> judge() {
        auto wrong = world_.problems(expected_, removed_);
        for (auto const& [id, all] : world_.outcomes()) {
            auto const o = all.front().outcome;
            if (o == core::outcome::failed || o == core::outcome::unknown)
                wrong.push_back(id + " is " + std::string(core::to_string(o)) + ": " + all.front().message);
        }
        for (auto const& id : expected_) {
            auto const entered = world_.platform.ledger().find(id);
            if (entered == world_.platform.ledger().end() || entered->second.changes != 1)
                wrong.push_back(id + " was not changed exactly once");
            if (!world_.platform.exists(id)) continue;
            core::member m;
            m.id = id;
            m.document = &world_.platform.document(id);
            if (engine::look_at(m, world_.job).what != engine::looked_at::kind::needs_nothing)
                wrong.push_back(id + " is not as it should be");
        }
        return wrong;
    }

    dice dice_;
    world world_;
    std::set<std::string> expected_;
    std::set<std::string> removed_;
    double faults_;
    std::uint64_t latency_;
    double meddling_;
    std::uint64_t requests_ = 0;
    std::optional<std::uint64_t> refuse_key_at_;
    core::instant outage_from_;
    core::instant outage_to_;
    bool hard_outage_ = false;
    std::string last_;
};

std::vector<std::string> lead_life(std::uint64_t seed) {
    try {
        return life(seed).lead();
    } catch (std::exception const& e) {
        return {e.what()};
    }
}

std::uint64_t from_environment(char const* name, std::uint64_t otherwise) {
    auto const* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::stoull(text);
}

void check(std::uint64_t seed) {
    auto const wrong = lead_life(seed);
    BOOST_TEST(wrong.empty(), "seed " << seed << ": " << (wrong.empty() ? "" : wrong.front()) << " (and "
                                      << wrong.size() - 1 << " more)");
}

} // namespace

BOOST_AUTO_TEST_SUITE(simulation)

BOOST_AUTO_TEST_CASE(the_guarantees_hold_in_every_life) {
    if (auto const one = from_environment("MUSTER_SEED", 0); one != 0) return check(one);
    auto const seeds = from_environment("MUSTER_SEEDS", 2000 / thinned_out);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) check(seed);
    BOOST_TEST_MESSAGE(seeds << " seeds run");
}

BOOST_AUTO_TEST_SUITE_END()
