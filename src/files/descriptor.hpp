#pragma once
#include <unistd.h>
#include <utility>

namespace muster::files {

/// A file descriptor with an owner, which closes it. Moved from, it holds none.
class descriptor {
public:
    descriptor() = default;
    /// Takes over what open() and the like gave; negative = none.
    explicit descriptor(int handle) : handle_(handle) {}
    ~descriptor() {
        if (handle_ >= 0) ::close(handle_);
    }
    descriptor(descriptor&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }

    explicit operator bool() const { return handle_ >= 0; }
    [[nodiscard]] int get() const { return handle_; }

private:
    int handle_ = -1;
};

} // namespace muster::files
