#include "cli/display.hpp"

#include "cli/columns.hpp"
#include "cli/progress_line.hpp"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace muster::cli {

namespace {

constexpr std::chrono::milliseconds redraw_every{200};
constexpr std::chrono::seconds line_every{10};
constexpr std::chrono::seconds rate_over{5};
constexpr std::uint64_t failures_shown = 5;
constexpr std::size_t most_codes = 20; // the platform makes them up

std::int64_t in_ms(core::duration d) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}

} // namespace

display::style default_style(bool quiet) {
    if (quiet) return display::style::quiet;
    char const* const kind = std::getenv("TERM");
    bool const dumb = kind == nullptr || std::string_view(kind) == "dumb";
    return ::isatty(STDERR_FILENO) != 0 && !dumb ? display::style::bar : display::style::lines;
}

void display::log_to(log_settings const& where) {
    log_ = std::make_unique<run_log>(where, [this](std::string const& line) { write_line(line); });
}

void display::settled(journal::member_settled const& s, core::duration took) {
    bool const bad = s.outcome == core::outcome::failed || s.outcome == core::outcome::unknown;
    if (!bad && !log_->takes_details()) return;
    auto const outcome = core::to_string(s.outcome);
    log_entry entry{
        "outcome",
        s.member + " " + std::string(outcome),
        {{"member", s.member}, {"outcome", outcome}, {"attempts", s.attempts}, {"ms", in_ms(took)}}};
    if (!s.code.empty()) entry.fields["code"] = s.code;
    if (!s.message.empty()) entry.fields["message"] = s.message;
    if (s.read_back) entry.fields["readBack"] = true;
    if (!bad) return log_->write(log_level::detail, entry);
    bool const counted = failures_.contains(s.code) || failures_.size() < most_codes;
    ++failures_[counted ? s.code : "other"];
    entry.text += " (" + s.code + (s.message.empty() ? "" : ": " + s.message) + ")";
    if (++failures_logged_ > failures_shown) return log_->write(log_level::detail, entry);
    log_->write(log_level::warning, entry);
    if (failures_logged_ == failures_shown) notice(level::info, "further failures are not shown here");
}

void display::notice(level l, std::string const& text) {
    log_->write(l == level::warning ? log_level::warning : log_level::info,
                {"notice", text, {{"message", text}}});
}

void display::update(engine::progress const& p, std::optional<engine::forecast> const& ahead,
                     core::instant now) {
    if (shown_ == core::instant()) shown_ = now;
    log_->flush();
    if (style_ == style::quiet) return;
    samples_[now] = p.wire.requests;
    while (samples_.begin()->first + rate_over < now) samples_.erase(samples_.begin());
    bool const due = style_ == style::bar ? now - shown_ >= redraw_every : now - shown_ >= line_every;
    if (due) draw(p, ahead, now);
}

void display::draw(engine::progress const& p, std::optional<engine::forecast> const& ahead,
                   core::instant now) {
    shown_ = now;
    auto const [since, before] = *samples_.begin();
    double const seconds = std::chrono::duration<double>(now - since).count();
    double const rate = seconds > 0 ? static_cast<double>(p.wire.requests - before) / seconds : 0;
    bool const bar = style_ == style::bar;
    // Asked each time, as a window may be resized.
    auto const columns = bar ? terminal_columns(STDERR_FILENO).value_or(80) - 1 : 500;
    auto const line = progress_line(p, rate, ahead, columns, bar);
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

} // namespace muster::cli
