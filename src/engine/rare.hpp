#pragma once
#include <memory>
#include <utility>

namespace muster::engine {

/// An optional that takes the room of a pointer while it is empty: for what few of many thousands have.
template <class T>
class rare {
public:
    rare() = default;
    rare(T value) : value_(std::make_unique<T>(std::move(value))) {}
    rare(rare const& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
    rare(rare&&) noexcept = default;
    rare& operator=(rare other) noexcept {
        value_ = std::move(other.value_);
        return *this;
    }
    ~rare() = default;

    [[nodiscard]] bool has_value() const { return value_ != nullptr; }
    explicit operator bool() const { return has_value(); }
    T& operator*() { return *value_; }
    T const& operator*() const { return *value_; }
    T* operator->() { return value_.get(); }
    T const* operator->() const { return value_.get(); }
    void reset() { value_.reset(); }

private:
    std::unique_ptr<T> value_;
};

} // namespace muster::engine
