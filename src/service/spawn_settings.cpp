#include "service/spawn_settings.hpp"

#include <csignal>
#include <system_error>

namespace muster::service {

namespace {

void check(int code) {
    if (code != 0) throw std::system_error(code, std::generic_category(), "a process cannot be begun");
}

} // namespace

spawn_settings::spawn_settings() {
    check(::posix_spawn_file_actions_init(&files_));
    check(::posix_spawnattr_init(&attributes_));
    sigset_t signals;
    ::sigemptyset(&signals);
    check(::posix_spawnattr_setsigmask(&attributes_, &signals));
    ::sigfillset(&signals);
    check(::posix_spawnattr_setsigdefault(&attributes_, &signals));
    check(::posix_spawnattr_setpgroup(&attributes_, 0));
    check(::posix_spawnattr_setflags(&attributes_,
                                     POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
}

spawn_settings::~spawn_settings() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
}

void spawn_settings::open(int as, char const* path, int flags) {
    check(::posix_spawn_file_actions_addopen(&files_, as, path, flags, 0));
}

void spawn_settings::take(int descriptor, int as) {
    check(::posix_spawn_file_actions_adddup2(&files_, descriptor, as));
}

void spawn_settings::close_from(int lowest) {
    check(::posix_spawn_file_actions_addclosefrom_np(&files_, lowest));
}

} // namespace muster::service
