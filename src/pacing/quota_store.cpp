#include "pacing/quota_store.hpp"

#include <fstream>
#include <span>
#include <string>
#include <utility>
#include <zlib.h>

namespace muster::pacing {
namespace {

shared_format quota_format() {
    return {{'m', 'u', 's', 't', 'e', 'r', 'q', 't'}, 1, "the quota shared by all muster processes"};
}

/// A number for this start of the machine; 0 where the kernel does not tell (random(4)).
std::uint64_t this_boot() {
    auto file = std::ifstream{"/proc/sys/kernel/random/boot_id"};
    auto id = std::string{};
    if (!std::getline(file, id) || id.empty()) return 0;
    return 1 + ::crc32_z(0, reinterpret_cast<unsigned char const*>(id.data()), id.size());
}

} // namespace

std::optional<quota_slot> quota_store::take(quota const& limit, clocks const& now, std::uint64_t n) {
    std::optional<quota_slot> slot;
    update([&](quota_state& s) { slot = pacing::take(s, limit, now(), n); });
    return slot;
}

void quota_store::restore(quota const& limit, clocks const& now, quota_slot taken, std::uint64_t n) {
    update([&](quota_state& s) {
        for (auto left = n; left > 0; --left) pacing::restore(s, limit, now(), taken);
    });
}

core::duration quota_store::wait_for_room(quota const& limit, clocks const& now, std::uint64_t n) {
    core::duration wait{};
    update([&](quota_state& s) { wait = pacing::wait_for_room(s, limit, now(), n); });
    return wait;
}

quota_use quota_store::use(quota const& limit, clocks const& now) {
    quota_use result{limit};
    update([&](quota_state& s) {
        result.used = s;
        result.at = now();
    });
    return result;
}

void local_quota_store::update(std::function<void(quota_state&)> const& change) {
    auto changed = state_;
    change(changed);
    state_ = changed;
}

shared_quota_store::shared_quota_store(std::filesystem::path file)
    : file_(std::move(file), quota_format()),
      boot_(this_boot()) {}

void shared_quota_store::update(std::function<void(quota_state&)> const& change) {
    auto state = quota_state{};
    file_.update(std::as_writable_bytes(std::span{&state, 1}), [&] {
        note_boot(state, boot_);
        change(state);
    });
}

} // namespace muster::pacing
