#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace muster::cli {

/// Where a run's log goes.
struct log_settings {
    std::string file;   ///< empty = no file; gets all, also every outcome
    bool json = false;  ///< one JSON object a line, instead of text for people
    bool quiet = false; ///< standard error gets warnings only
};

/// How much a line matters.
enum class log_level {
    detail, ///< for the file only
    info,
    warning
};

/// What a line of the log says: to people a sentence, to programs its event and fields.
struct log_entry {
    std::string_view event; ///< run_started, outcome, notice, run_ended
    std::string text;       ///< a sentence
    boost::json::object fields;
    /// What a terminal shows instead of the sentence, without the time; empty = nothing.
    std::optional<std::string> on_terminal{};
};

/// The log of a run, on standard error and in a file. What it writes is redacted and drives no terminal.
class run_log {
public:
    /// `to_terminal` writes a whole line (with its newline) to standard error. Makes the file, or goes on
    /// with one that is there; throws core::job_error(usage) if it cannot be opened.
    run_log(log_settings const& s, std::function<void(std::string const&)> to_terminal);
    ~run_log();
    run_log(run_log const&) = delete;
    run_log& operator=(run_log const&) = delete;

    /// From here on each line for programs names the job and its run, whatever it is about, so that one who
    /// looks into the logs of many finds those of one.
    void identify(std::string const& job, std::uint64_t run);

    /// A file that cannot be written any more is told once on the terminal, and the run goes on.
    void write(log_level level, log_entry const& entry);
    /// Whether anybody gets details: else they need not be made.
    [[nodiscard]] bool takes_details() const { return file_ != nullptr; }
    /// Hands what was written to the system; all but details is handed over at once.
    void flush();

private:
    void write_to_terminal(log_level level, log_entry const& entry, std::string const& line);

    bool json_;
    bool quiet_;
    boost::json::object ids_; // on each line
    std::function<void(std::string const&)> to_terminal_;
    std::shared_ptr<spdlog::logger> file_; // empty = none
};

} // namespace muster::cli
