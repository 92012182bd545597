#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::source {

/// Whether a file that begins so is packed by gzip. No text of UTF-8 begins so.
bool is_gzip(std::string_view beginning);

/// Unpacks what gzip packed (RFC 1952), piece by piece: one member or several behind each other, and zeros
/// behind the last one, as tapes leave them. Pure: it opens no file.
class gunzip {
public:
    gunzip();
    ~gunzip();
    gunzip(gunzip&&) noexcept;
    gunzip& operator=(gunzip&&) noexcept;

    /// Unpacks from the front of `packed`, which is shortened by what was used, to the end of `plain`, until
    /// that has grown by `most` bytes, or all of `packed` is used and nothing is left to give. What is wrong
    /// with the file, as a sentence without a full stop; then it is over.
    std::optional<std::string> unpack(std::string_view& packed, std::string& plain, std::size_t most);
    /// What is wrong if nothing follows, once unpack() has nothing left to give.
    [[nodiscard]] std::optional<std::string> finish() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace muster::source
