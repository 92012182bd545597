#include "spec/secret.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "files/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <forward_list>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace muster::spec {
namespace {

constexpr std::size_t longest_key = 8192;
constexpr char const* too_long = "it is too long to be one";

/// Why what is referred to cannot be used.
struct unusable {
    std::string why;
};

[[noreturn]] void refuse(std::string why) {
    throw unusable{std::move(why)};
}

[[noreturn]] void tell(key_reference const& ref, std::string_view what, unusable const& u) {
    throw core::job_error(core::exit_status::refused, "The " + std::string(what) + " (" + describe(ref)
                                                          + ") cannot be used: " + u.why + '.');
}

std::string read_all(int fd) {
    std::string text;
    std::array<char, 1024> buffer{};
    for (;;) {
        auto const n = ::read(fd, buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) refuse(std::string("it cannot be read: ") + std::strerror(errno));
        if (n == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(n));
        if (text.size() > longest_key) refuse(too_long);
    }
}

/// The permissions are those of the file that was opened, so that it cannot be exchanged between look and
/// read.
std::string read_file(std::string const& path, bool must_be_private) {
    // O_NONBLOCK: opening a pipe nobody writes to must not hang.
    files::descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) refuse(std::string("it cannot be opened: ") + std::strerror(errno));
    struct stat about {};
    if (::fstat(file.get(), &about) != 0)
        refuse(std::string("it cannot be examined: ") + std::strerror(errno));
    if (!S_ISREG(about.st_mode)) refuse("it is not a file");
    bool const open_to_others = (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    if (must_be_private && open_to_others) {
        refuse("group or others may use the file; close it to them with chmod 600");
    }
    return read_all(file.get());
}

/// Takes a variable out of the memory that /proc/PID/environ shows. This process still finds it.
void hide_variable(std::string const& name) {
    // Never freed: the environment points into it until the very end.
    static auto& hidden = *new std::forward_list<std::string>;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view const text = *entry;
        auto const is_this = [&](std::string const& h) { return h.data() == text.data(); };
        bool const done_before = std::any_of(hidden.begin(), hidden.end(), is_this);
        if (done_before || !text.starts_with(name + "=")) continue;
        auto const length = text.size();
        hidden.emplace_front(text);
        ::explicit_bzero(std::exchange(*entry, hidden.front().data()), length);
    }
}

std::string fetch(key_reference const& ref) {
    switch (ref.from) {
    case key_reference::kind::env: {
        auto const* const value = std::getenv(ref.name.c_str());
        if (!value) refuse("the environment variable is not set");
        std::string const key = value;
        hide_variable(ref.name);
        if (key.size() > longest_key) refuse(too_long);
        return key;
    }
    case key_reference::kind::file: return read_file(ref.name, true);
    case key_reference::kind::credential: {
        auto const* const directory = std::getenv("CREDENTIALS_DIRECTORY");
        if (!directory || *directory == '\0') {
            refuse("$CREDENTIALS_DIRECTORY is not set; systemd sets it for a service with LoadCredential=");
        }
        // systemd guards the directory itself, and gives its files modes of its own choice.
        return read_file(std::string(directory) + '/' + ref.name, false);
    }
    }
    return {};
}

void strip_line_end(std::string& value) {
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
}

bool fits_header(char c) {
    return c > ' ' && c < '\x7f';
}

} // namespace

std::string resolve_secret(key_reference const& ref, std::string_view what) try {
    auto value = fetch(ref);
    strip_line_end(value);
    if (value.empty()) refuse("it is empty");
    core::register_secret(value);
    if (!std::all_of(value.begin(), value.end(), fits_header))
        refuse("it holds a space, a line break or another character that no " + std::string(what) + " has");
    return value;
} catch (unusable const& u) {
    tell(ref, what, u);
}

std::string resolve(key_reference const& ref, provider::provider const& platform) {
    constexpr std::string_view key = "key";
    try {
        auto value = resolve_secret(ref, key);
        if (auto const objection = platform.objection_to_key(value)) tell(ref, key, {*objection});
        return value;
    } catch (core::job_error const& e) {
        throw core::job_error(e.status(), std::string(e.what()) + " Nothing was sent.");
    }
}

std::string describe(key_reference const& ref) {
    auto const name = core::printable(core::redact(ref.name));
    switch (ref.from) {
    case key_reference::kind::env: return "env " + name;
    case key_reference::kind::file: return "file " + name;
    case key_reference::kind::credential: return "credential " + name;
    }
    return name;
}

} // namespace muster::spec
