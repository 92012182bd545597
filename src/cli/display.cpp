#include "cli/display.hpp"

#include "core/redact.hpp"

#include <spdlog/spdlog.h>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace muster::cli {

namespace {

constexpr std::chrono::milliseconds redraw_every{200};
constexpr std::chrono::seconds line_every{10};
constexpr std::chrono::seconds rate_over{5};
constexpr std::uint64_t failures_shown = 5;
constexpr int bar_width = 20;

std::size_t terminal_width() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
    return 80;
}

std::string one_decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value < 100 ? "%.1f" : "%.0f", value);
    return text;
}

} // namespace

display::style default_style(bool quiet) {
    if (quiet) return display::style::quiet;
    char const* const kind = std::getenv("TERM");
    bool const dumb = kind == nullptr || std::string_view(kind) == "dumb";
    return ::isatty(STDERR_FILENO) != 0 && !dumb ? display::style::bar : display::style::lines;
}

void display::settled(journal::member_settled const& s) {
    bool const bad = s.outcome == core::outcome::failed || s.outcome == core::outcome::unknown;
    std::string text = s.member + " " + std::string(core::to_string(s.outcome));
    if (bad) {
        ++failures_[s.code];
        text += " (" + s.code + (s.message.empty() ? "" : ": " + s.message) + ")";
    }
    text = core::printable(text);
    if (!bad || ++failures_logged_ > failures_shown) return logger_->debug("{}", text);
    logger_->warn("{}", text);
    if (failures_logged_ == failures_shown) logger_->info("further failures are not shown here");
}

void display::notice(level l, std::string const& text) {
    if (l == level::warning)
        logger_->warn("{}", core::printable(text));
    else
        logger_->info("{}", core::printable(text));
}

void display::update(engine::progress const& p, core::instant now) {
    if (started_ == core::instant()) started_ = shown_ = now;
    if (style_ == style::quiet) return;
    samples_[now] = p.wire.requests;
    while (samples_.begin()->first + rate_over < now) samples_.erase(samples_.begin());
    bool const due = style_ == style::bar ? now - shown_ >= redraw_every : now - shown_ >= line_every;
    if (due) draw(p, now);
}

void display::draw(engine::progress const& p, core::instant now) {
    shown_ = now;
    auto const [since, before] = *samples_.begin();
    double const seconds = std::chrono::duration<double>(now - since).count();
    double const rate = seconds > 0 ? static_cast<double>(p.wire.requests - before) / seconds : 0;
    bool const bar = style_ == style::bar;
    auto const line = progress_line(p, rate, now - started_, bar ? terminal_width() - 1 : 500, bar);
    if (bar)
        std::fprintf(stderr, "\r%s\033[K", line.c_str());
    else
        std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
    drawn_ = bar;
}

void display::clear() {
    if (!drawn_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    drawn_ = false;
}

void display::write_line(std::string const& line) {
    clear();
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
}

std::string progress_line(engine::progress const& p, double rate, core::duration elapsed, std::size_t width, bool bar) {
    auto const total = p.list_total.value_or(0);
    double const part = total > 0 ? std::min(1.0, static_cast<double>(p.seen) / static_cast<double>(total)) : 0;
    std::string line;
    if (bar && total > 0) {
        auto const filled = static_cast<std::size_t>(part * bar_width);
        line = "[" + std::string(filled, '=') + std::string(bar_width - filled, ' ') + "] ";
    }
    auto const changed = p.totals.of(core::outcome::done);
    auto const failed = p.totals.of(core::outcome::failed) + p.totals.of(core::outcome::unknown);
    line += std::to_string(p.seen) + (total > 0 ? "/" + std::to_string(total) : "") + " seen, "
            + std::to_string(p.totals.settled()) + "/" + std::to_string(p.matched) + " matched, "
            + std::to_string(changed) + " changed";
    if (failed > 0) line += ", " + std::to_string(failed) + " failed";
    line += ", " + one_decimal(rate) + (p.allowed_rate > 0 ? " of " + one_decimal(p.allowed_rate) : "") + "/s";
    if (p.wire.throttled > 0) line += ", " + std::to_string(p.wire.throttled) + "x 429";
    if (p.platform_down) {
        line += ", platform down";
    } else if (p.held_until) {
        line += ", held";
    } else if (part > 0 && part < 1) {
        auto const left = std::chrono::duration<double>(elapsed).count() * (1 - part) / part;
        line += ", " + core::describe(std::chrono::seconds(static_cast<long>(left))) + " left";
    }
    if (line.size() > width) line.resize(width);
    return line;
}

} // namespace muster::cli
