#include "cli/log.hpp"

#include "core/errors.hpp"
#include "core/redact.hpp"
#include "core/time.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace muster::cli {

namespace {

std::string_view word(spdlog::level::level_enum level) {
    if (level >= spdlog::level::err) return "error";
    if (level == spdlog::level::warn) return "warning";
    return level == spdlog::level::debug ? "debug" : "info";
}

/// The one place where log lines are made, and so the one where they are redacted.
class redacting_formatter final : public spdlog::formatter {
public:
    explicit redacting_formatter(bool json) : json_(json) {}

    void format(spdlog::details::log_msg const& message, spdlog::memory_buf_t& out) override {
        auto const text = core::redact(std::string_view(message.payload.data(), message.payload.size()));
        auto const time = core::to_iso8601(message.time);
        std::string line;
        if (json_)
            line = boost::json::serialize(
                boost::json::object{{"time", time}, {"level", word(message.level)}, {"message", text}});
        else
            line = time.substr(0, 19) + "Z " + std::string(word(message.level)) + ": " + text;
        line.push_back('\n');
        out.append(line.data(), line.data() + line.size());
    }

    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<redacting_formatter>(json_);
    }

private:
    bool json_;
};

/// Hands whole lines to whoever owns the terminal, as it may show a progress bar.
class terminal_sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
public:
    explicit terminal_sink(std::function<void(std::string const&)> write) : write_(std::move(write)) {}

private:
    void sink_it_(spdlog::details::log_msg const& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        write_(std::string(line.data(), line.size()));
    }
    void flush_() override {}
    std::function<void(std::string const&)> write_;
};

/// Makes the file, for us alone, as it will name members; the library would make it, and missing directories,
/// for all.
void make_private_file(std::string const& path) {
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        throw core::job_error(core::exit_status::usage, "cannot open the log file " + path + ": "
                                                            + std::strerror(errno) + ". Nothing was sent.");
    ::close(file);
}

} // namespace

std::shared_ptr<spdlog::logger> make_logger(log_settings const& s,
                                            std::function<void(std::string const&)> to_terminal) {
    auto logger = std::make_shared<spdlog::logger>("muster");
    auto terminal = std::make_shared<terminal_sink>(std::move(to_terminal));
    terminal->set_level(s.quiet ? spdlog::level::warn : spdlog::level::info);
    logger->sinks().push_back(terminal);
    if (!s.file.empty()) {
        make_private_file(s.file);
        try {
            logger->sinks().push_back(std::make_shared<spdlog::sinks::basic_file_sink_st>(s.file));
        } catch (spdlog::spdlog_ex const& e) {
            throw core::job_error(core::exit_status::usage,
                                  std::string("cannot open the log file: ") + e.what());
        }
    }
    logger->set_formatter(std::make_unique<redacting_formatter>(s.json));
    logger->set_level(spdlog::level::debug);
    logger->flush_on(spdlog::level::warn);
    return logger;
}

} // namespace muster::cli
