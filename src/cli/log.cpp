#include "cli/log.hpp"

#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/time.hpp"

#include <boost/json/serialize.hpp>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace muster::cli {

namespace {

std::string_view word(log_level level) {
    if (level == log_level::warning) return "warning";
    return level == log_level::info ? "info" : "debug";
}

/// The one place where log lines are made, and so the one where they are redacted.
std::string line_of(bool json, log_level level, log_entry const& entry, boost::json::object const& ids) {
    auto const now = core::to_iso8601(std::chrono::system_clock::now());
    if (!json) return now.substr(0, 19) + "Z " + std::string(word(level)) + ": " + shown_line(entry.text);
    boost::json::object all{{"time", now}, {"level", word(level)}, {"event", entry.event}};
    for (auto const& [name, value] : ids) all[name] = value;
    for (auto const& [name, value] : entry.fields) all[name] = value;
    return shown_json(boost::json::serialize(all));
}

/// Makes the file, for us alone, as it will name members; the library would make it, and missing directories,
/// for all.
void make_private_file(std::string const& path) {
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        throw core::job_error(core::exit_status::usage, "cannot open the log file " + path + ": "
                                                            + std::strerror(errno) + ". Nothing was sent.");
    ::close(file);
}

std::shared_ptr<spdlog::logger> open_file(std::string const& path) {
    make_private_file(path);
    try {
        auto file = std::make_shared<spdlog::logger>(
            "muster", std::make_shared<spdlog::sinks::basic_file_sink_st>(path));
        file->set_pattern("%v");
        file->flush_on(spdlog::level::info);
        file->set_level(spdlog::level::debug);
        return file;
    } catch (spdlog::spdlog_ex const& e) {
        throw core::job_error(core::exit_status::usage, std::string("cannot open the log file: ") + e.what());
    }
}

} // namespace

run_log::run_log(log_settings const& s, std::function<void(std::string const&)> to_terminal)
    : json_(s.json),
      quiet_(s.quiet),
      to_terminal_(std::move(to_terminal)) {
    if (s.file.empty()) return;
    file_ = open_file(s.file);
    file_->set_error_handler([this, told = false](std::string const& why) mutable {
        if (std::exchange(told, true)) return;
        std::string const text = "the log file cannot be written, and has gaps from here on: " + why;
        log_entry const gap{"notice", text, {{"message", text}}};
        write_to_terminal(log_level::warning, gap, line_of(json_, log_level::warning, gap, ids_));
    });
}

run_log::~run_log() {
    flush();
}

void run_log::identify(std::string const& job, std::uint64_t run) {
    ids_ = {{"job", job}, {"run", run}};
}

void run_log::write(log_level level, log_entry const& entry) {
    auto const line = line_of(json_, level, entry, ids_);
    if (file_) file_->log(level == log_level::detail ? spdlog::level::debug : spdlog::level::info, line);
    write_to_terminal(level, entry, line);
}

void run_log::write_to_terminal(log_level level, log_entry const& entry, std::string const& line) {
    if (level == log_level::detail || (quiet_ && level != log_level::warning)) return;
    if (json_ || !entry.on_terminal) return to_terminal_(line + "\n");
    if (!entry.on_terminal->empty()) to_terminal_(shown_line(*entry.on_terminal) + "\n");
}

void run_log::flush() {
    if (file_) file_->flush();
}

} // namespace muster::cli
