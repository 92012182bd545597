#pragma once
#include "cli/log.hpp"
#include "engine/forecast.hpp"
#include "engine/observer.hpp"
#include "engine/progress.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace muster::cli {

/// Shows a run on standard error: a bar that redraws itself on a terminal, a line every 10 s in a pipe,
/// nothing when quiet; and passes what happens on to the log.
class display final : public engine::observer {
public:
    enum class style { bar, lines, quiet };

    explicit display(style s) : style_(s) {}
    /// Where notices and outcomes are logged. Opens the log, as run_log does; must be called before the first
    /// of them.
    void log_to(log_settings const& where);
    [[nodiscard]] run_log& log() { return *log_; }

    void settled(journal::member_settled const& s, core::duration took) override;
    void notice(level l, std::string const& text) override;

    /// Shows the progress at `now`, if it is time to; `ahead` = when it will be done, if that can be told.
    void update(engine::progress const& p, std::optional<engine::forecast> const& ahead, core::instant now);
    /// Takes the bar away.
    void clear();
    /// Writes a whole line above the bar.
    void write_line(std::string const& line);

    /// Failures by code, for the summary.
    [[nodiscard]] std::map<std::string, std::uint64_t> const& failures() const { return failures_; }

private:
    void draw(engine::progress const& p, std::optional<engine::forecast> const& ahead, core::instant now);

    style style_;
    std::unique_ptr<run_log> log_;
    std::map<std::string, std::uint64_t> failures_;
    std::uint64_t failures_logged_ = 0;
    bool drawn_ = false;
    core::instant shown_{};
    // For the present rate: requests at some moments of the last seconds.
    std::map<core::instant, std::uint64_t> samples_;
};

/// The style for standard error as it is: a bar only on a terminal that can redraw one.
display::style default_style(bool quiet);

} // namespace muster::cli
