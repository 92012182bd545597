#pragma once
#include <spawn.h>

namespace muster::service {

/// How a process of ours is begun (posix_spawn(3)): with no signal blocked or ignored, whatever we do, and in
/// a group of its own, so that a terminal's Ctrl-C is ours to pass on. Its files are the caller's to say.
class spawn_settings {
public:
    /// Throws std::system_error.
    spawn_settings();
    ~spawn_settings();
    spawn_settings(spawn_settings const&) = delete;
    spawn_settings& operator=(spawn_settings const&) = delete;

    /// Opens it for the process as descriptor `as`, and the like. Each throws std::system_error.
    void open(int as, char const* path, int flags);
    void take(int descriptor, int as);
    /// Nothing from this descriptor on is left open.
    void close_from(int lowest);

    [[nodiscard]] posix_spawn_file_actions_t const* files() const { return &files_; }
    [[nodiscard]] posix_spawnattr_t const* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

} // namespace muster::service
