#pragma once
#include "files/descriptor.hpp"

#include <optional>
#include <string>

namespace muster::cli {

/// The terminal that this process belongs to, wherever its input and output are redirected to: for questions
/// to a person.
class terminal {
public:
    /// nullopt if there is none: under cron, systemd, a pipe of a service.
    static std::optional<terminal> open();

    /// Whether a person can answer now; not while another job of the shell has the terminal.
    [[nodiscard]] bool in_foreground() const;
    void say(std::string const& text);
    /// Says it, and reads a line, without its end; nullopt at the end of the input.
    std::optional<std::string> ask(std::string const& question);
    /// Asks a question that is answered with yes or no; anything but yes is no.
    bool agrees(std::string const& question);

private:
    explicit terminal(files::descriptor device) : device_(std::move(device)) {}
    files::descriptor device_;
};

} // namespace muster::cli
