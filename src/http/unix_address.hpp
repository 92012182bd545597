#pragma once
#include "files/descriptor.hpp"

#include <filesystem>
#include <string>

namespace muster::http {

/// A path as the address of a unix socket, which has room for 107 bytes (unix(7)). A longer one is reached by
/// way of its directory, which is held open: `/proc/self/fd/N/name`.
class unix_address {
public:
    /// Throws std::system_error if the directory of a long path cannot be opened; std::length_error if the
    /// name alone is too long.
    explicit unix_address(std::filesystem::path const& p);
    /// What bind() and connect() take, while this object lives.
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    files::descriptor directory_;
    std::string text_;
};

} // namespace muster::http
