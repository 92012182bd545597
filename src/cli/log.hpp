#pragma once
#include <functional>
#include <memory>
#include <string>

namespace spdlog {
class logger;
}

namespace muster::cli {

/// Where a run's log goes.
struct log_settings {
    std::string file;   ///< empty = no file; gets every outcome, standard error gets notices only
    bool json = false;  ///< one JSON object a line, instead of text for people
    bool quiet = false; ///< standard error gets warnings only
};

/// A logger whose every line is redacted. `to_terminal` writes a whole line (with its newline) to standard
/// error. Throws core::job_error(usage) if the file cannot be opened.
std::shared_ptr<spdlog::logger> make_logger(log_settings const& s,
                                            std::function<void(std::string const&)> to_terminal);

} // namespace muster::cli
