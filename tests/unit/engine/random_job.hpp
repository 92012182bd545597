#pragma once
#include "model_world.hpp"
#include "pacing/quota.hpp"

#include <cstdint>
#include <optional>
#include <ostream>
#include <random>
#include <string>

namespace muster::simulated {

/// Dice of its own, so that what happens does not depend on how often the engine asks for randomness.
class dice {
public:
    explicit dice(std::uint64_t seed) : random_(seed) {}
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    bool chance(double p) { return uniform01(random_) < p; }
    std::chrono::milliseconds up_to(std::uint64_t ms) { return std::chrono::milliseconds(below(ms + 1)); }
    std::mt19937_64& source() { return random_; }

private:
    std::mt19937_64 random_;
};

/// Who runs the job: the patient one resumes it until it is done. The restless one stops it, tries it on a
/// few, lets the disk fill up, steers it (steering_user.hpp), and sends raw requests that must not be
/// repeated.
enum class user { patient, restless };

inline std::ostream& operator<<(std::ostream& out, user who) {
    return out << (who == user::patient ? "patient" : "restless");
}

/// A raw request that must not be repeated.
inline constexpr auto bump =
    R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": false})";

/// The operation of a spec for that provider; raw requests are Memberstack's alone.
std::string some_operation(dice& d, user who, std::string const& provider);
/// Makes a member of each record.
inline constexpr auto create = R"("create": {})";

/// A quota that runs out in the middle of some jobs; of dice of their own.
std::optional<pacing::quota> some_quota(std::uint64_t seed);
/// The key of the pace that says it, with a comma before it.
std::string as_key(std::optional<pacing::quota> const& q);
/// Its pace, retries and canary. `quota`: one more key of the pace, with a comma before it, or nothing.
std::string some_pace(dice& d, std::string const& quota = {});
/// Its windows: some minutes long, some minutes apart, for some hours from the time on at which lives begin;
/// of dice of their own, so that the rest of a life is the same with and without.
std::string some_windows(std::uint64_t seed);

} // namespace muster::simulated
