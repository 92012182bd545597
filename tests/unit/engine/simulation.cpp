// Random lives of a job, each from a seed. `-- --seeds 100000` runs more of them, `-- --seed 17` that one
// alone.
#include "../arguments.hpp"
#include "bulk_provider.hpp"
#include "engine/proposal.hpp"
#include "random_job.hpp"
#include "steering_user.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <array>

using namespace muster;
using namespace muster::simulated;
using reason = engine::stop_reason::kind;
using kind = treatment::kind;
using std::chrono::milliseconds;

namespace {

namespace json = boost::json;

constexpr std::uint64_t plenty = std::numeric_limits<std::uint64_t>::max(); // room on the disk

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
    life(std::uint64_t seed, user who, std::string const& provider)
        : dice_(seed),
          who_(who),
          members_(20 + dice_.below(60)),
          operation_(some_operation(dice_, who)),
          extra_(some_pace(dice_) + some_windows(seed)),
          world_(members_, operation_, extra_, seed, provider),
          somebody_(seed, world_),
          steered_(who == user::restless && somebody_.steers()),
          expected_(world_.platform.matching()),
          faults_(dice_.chance(0.8) ? 0.02 + 0.15 * uniform01(dice_.source()) : 0),
          latency_(dice_.below(3) * 150),
          meddling_(dice_.chance(0.5) ? 0.05 : 0) {
        if (provider != "memberstack") poison();
        constexpr std::array<std::size_t, 3> limits{0, 10, 25};
        world_.platform.limit = sandbox::limiter(limits.at(dice_.below(3)));
        if (dice_.chance(0.3)) world_.platform.largest_page = 1 + dice_.below(10);
        if (dice_.chance(0.2)) refuse_key_at_ = dice_.below(60);
        if (dice_.chance(0.25)) {
            outage_from_ = world_.time.now() + dice_.up_to(6000);
            outage_to_ = outage_from_ + std::chrono::seconds(dice_.below(3600));
            hard_outage_ = dice_.chance(0.5);
        }
        world_.direct = [this](http::request const& r) { return treat(r); };
        world_.unreachable = [this] { return hard_outage_ && outage(); };
        constexpr std::array<std::uint64_t, 3> disks{0, 20,
                                                     400}; // the last: records wait for it at each checkpoint
        auto const slow_disk = disks.at(dice_.below(3));
        world_.disk_latency = [this, slow_disk] { return dice_.up_to(slow_disk); };
    }

    std::vector<std::string> lead() {
        constexpr unsigned most_runs = 60;
        constexpr unsigned most_steered_runs = 20; // so that lives come to an end
        for (unsigned run = 0; run < most_runs; ++run) {
            if (dice_.chance(0.4)) {
                constexpr std::array<fate::moment::kind, 3> moments{
                    fate::moment::kind::before, fate::moment::kind::midway, fate::moment::kind::after};
                auto const step = dice_.below(150);
                world_.end.decide(step, {moments.at(dice_.below(3)), static_cast<double>(step % 4) / 3});
            }
            if (steered_ && run < most_steered_runs) somebody_.steer();
            auto const report = world_.run(whims());
            if (report.died) {
                auto const left = dice_.below(3); // 0: only the process died
                if (left == 1) world_.power_cut(memory_storage::kept::nothing);
                if (left == 2) world_.power_cut(memory_storage::kept::some);
            } else if (report.complete) {
                return judge();
            } else if (report.error == core::exit_status::refused) {
                world_.platform.key_trouble.clear();
            } else if (report.error && report.error != core::exit_status::stopped) {
                return {"it ended with: " + report.reason};
            }
            last_ = report.reason;
            if (report.stopped_for(reason::canary)) past_canary_ = true; // the user has looked, and says yes
            world_.time.pass(std::chrono::seconds(dice_.below(600)));    // until somebody resumes it
            if (report.stopped_for(reason::window)) wait_for_window();
            if (!report.died && steered_) somebody_.mark(report.error.has_value());
        }
        return {"it never became complete: " + last_};
    }

private:
    /// Whether the change may be sent again when in doubt.
    bool repeatable() const { return operation_ != bump; }

    /// What the restless one does in the next run.
    engine::run_choices whims() {
        if (who_ == user::patient) return choices(std::nullopt);
        // Somebody sets the clock, now and then. Requests on their way then may arrive in another time of
        // day.
        if (dice_.chance(0.1)) world_.time.set_clock(dice_.up_to(1'200'000) - milliseconds(600'000));
        if (dice_.chance(0.3))
            world_.at(dice_.up_to(20'000), [](engine::run& j) { j.request_stop("a whim"); });
        world_.disk.fill_up_after(dice_.chance(0.1) ? dice_.below(20'000) : plenty);
        if (dice_.chance(0.2)) return choices(5 + dice_.below(20));
        return choices(std::nullopt);
    }

    engine::run_choices choices(std::optional<std::uint64_t> limit) {
        engine::run_choices c;
        c.limit = limit;
        c.past_canary = past_canary_;
        c.wait_for_windows = who_ == user::restless && world_.job.windows.any() && dice_.chance(0.5);
        return c;
    }

    void wait_for_window() {
        auto const now = world_.time.wall_now();
        auto const& windows = world_.job.windows;
        auto const opens = windows.opens_from(windows.closes_after(now).value_or(now));
        if (opens) world_.time.pass(std::chrono::duration_cast<core::duration>(*opens - now));
    }

    /// Some of the members are such that the platform refuses every change of them.
    void poison() {
        for (auto const& id : expected_)
            if (dice_.chance(0.1)) world_.platform.unacceptable.insert(id);
    }
    bool is_poison(std::string const& id) const { return world_.platform.unacceptable.contains(id); }

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
        // What somebody on the way sends twice takes effect twice, if it is not a change that sets a state.
        if (t.what == kind::sent_twice && !repeatable()) t.what = kind::fine;
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
        auto const id = memberstack::id_at(position);
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
            bool const in_doubt = o == core::outcome::unknown && !repeatable();
            if (is_poison(id) && o == core::outcome::failed) continue;
            if ((o == core::outcome::failed || o == core::outcome::unknown) && !in_doubt)
                wrong.push_back(id + " is " + std::string(core::to_string(o)) + ": " + all.front().message);
        }
        for (auto const& id : expected_)
            if (is_poison(id))
                continue;
            else if (repeatable())
                judge_state(id, wrong);
            else
                judge_raw(id, wrong);
        return wrong;
    }

    /// A change that sets a state took effect once, and the member is as it should be.
    void judge_state(std::string const& id, std::vector<std::string>& wrong) {
        auto const entered = world_.platform.ledger().find(id);
        if (entered == world_.platform.ledger().end() || entered->second.changes != 1)
            wrong.push_back(id + " was not changed exactly once");
        if (!world_.platform.exists(id)) return;
        auto const document = world_.platform.document(id);
        core::member m;
        m.id = id;
        m.document = &document;
        if (engine::look_at(m, world_.job).what != engine::proposal::kind::needs_nothing)
            wrong.push_back(id + " is not as it should be");
    }

    /// A raw request reached the platform once at most; if its outcome is `done`, it did.
    void judge_raw(std::string const& id, std::vector<std::string>& wrong) {
        auto const entered = world_.platform.ledger().find(id);
        auto const sent = entered == world_.platform.ledger().end() ? 0 : entered->second.change_requests;
        if (sent > 1) wrong.push_back(id + " was sent " + std::to_string(sent) + " times");
    }

    dice dice_;
    user who_;
    std::size_t members_;
    std::string operation_;
    std::string extra_;
    world world_;
    steering_user somebody_;
    bool steered_;
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
    bool past_canary_ = false;
};

std::vector<std::string> lead_life(std::uint64_t seed, user who, std::string const& provider) {
    try {
        return life(seed, who, provider).lead();
    } catch (std::exception const& e) {
        return {e.what()};
    }
}

void check(std::uint64_t seed, std::string const& provider) {
    for (auto const who : {user::patient, user::restless}) {
        auto const wrong = lead_life(seed, who, provider);
        BOOST_TEST_CONTEXT(provider << ", seed " << seed << ", " << who << " user") {
            BOOST_TEST(wrong.empty());
            for (auto const& each : wrong) BOOST_ERROR(each);
        }
    }
}

void run_seeds(std::string const& provider, std::uint64_t usually) {
    add_bulk_providers();
    if (auto const one = tests::number_argument("--seed")) return check(*one, provider);
    auto const seeds = tests::number_argument("--seeds").value_or(usually / thinned_out);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) check(seed, provider);
    BOOST_TEST_MESSAGE(provider << ": " << seeds
                                << " seeds run, each with a patient and with a restless user");
}

} // namespace

BOOST_AUTO_TEST_SUITE(simulation)

BOOST_AUTO_TEST_CASE(the_guarantees_hold_in_every_life) {
    run_seeds("memberstack", 2000);
}

BOOST_AUTO_TEST_CASE(they_hold_for_three_members_in_a_request_that_is_refused_whole) {
    run_seeds("bulk", 1000);
}

BOOST_AUTO_TEST_CASE(they_hold_for_three_members_in_a_request_that_are_judged_each) {
    run_seeds("bulk-each", 500);
}

BOOST_AUTO_TEST_CASE(seeds_that_failed_once) {
    for (std::uint64_t const seed : {966U, 1792U, 4328U, 4451U, 5031U, 5365U}) check(seed, "memberstack");
    add_bulk_providers();
    for (std::uint64_t const seed : {178U, 315U}) check(seed, "bulk");
}

BOOST_AUTO_TEST_SUITE_END()
