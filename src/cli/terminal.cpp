#include "cli/terminal.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace muster::cli {

std::optional<terminal> terminal::open() {
    constexpr int flags = O_RDWR | O_CLOEXEC | O_NOCTTY;
    files::descriptor device(::open("/dev/tty", flags));
    // One that is not this session's own, but that somebody looks at all the same.
    char const* const beside = device ? nullptr : ::ttyname(STDERR_FILENO);
    if (beside != nullptr) device = files::descriptor(::open(beside, flags));
    if (!device) return std::nullopt;
    return terminal(std::move(device));
}

bool terminal::in_foreground() const {
    auto const group = ::tcgetpgrp(device_.get());
    return group < 0 || group == ::getpgrp();
}

void terminal::say(std::string const& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const n = ::write(device_.get(), rest.data(), rest.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return; // nobody is there any more; the answer will tell
        rest.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::optional<std::string> terminal::ask(std::string const& question) {
    say(question);
    std::string line;
    for (char c = 0;;) {
        auto const n = ::read(device_.get(), &c, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return std::nullopt;
        if (c == '\n') return line;
        line.push_back(c);
    }
}

bool terminal::agrees(std::string const& question) {
    auto const answer = ask(question + " [y/N] ");
    return answer == "y" || answer == "Y" || answer == "yes";
}

} // namespace muster::cli
