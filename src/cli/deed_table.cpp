// The table of cli/deed_writer.hpp.
#include "cli/columns.hpp"
#include "cli/deed_writer.hpp"
#include "cli/plain_change.hpp"
#include "cli/shown.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

namespace muster::cli {

namespace {

class table_writer final : public deed_writer {
public:
    table_writer(std::ostream& out, std::optional<std::size_t> columns) : out_(out), columns_(columns) {}
    void write(launch::deed const& d) override {
        auto const& s = d.settled;
        write(s, d.email, d.at, what_became(s) ? said_of(s) : in_words(d.change));
    }
    void write(launch::plain_deed const& d) override {
        auto const& s = d.settled;
        words_.clear();
        if (what_became(s))
            words_ = said_of(s);
        else
            append_words(words_, d.change);
        write(s, d.email, d.at, words_);
    }
    void end() override { print_first(); }

private:
    using line = std::array<std::string, 5>;
    using settled = journal::member_settled;
    // The widths are those of the first lines: all of them would have to be kept otherwise.
    static constexpr std::size_t sample = 500;

    static bool what_became(settled const& s) { return !s.code.empty() || !s.message.empty(); }
    static std::string said_of(settled const& s) {
        return s.message.empty() ? s.code : s.code + "  " + s.message;
    }
    void write(settled const& s, std::string_view email, std::string_view at, std::string_view what) {
        show(line_[0], s.member);
        line_[1] = core::to_string(s.outcome);
        show(line_[2], email);
        show(line_[3], what);
        line_[4] = at;
        if (!widths_.empty()) return print(line_);
        first_.push_back(line_);
        if (first_.size() == sample) print_first();
    }
    static void show(std::string& into, std::string_view text) {
        if (is_shown_as_it_is(text))
            into = text;
        else
            into = shown_line(text);
    }

    void print_first() {
        if (first_.empty()) return;
        if (columns_) first_.insert(first_.begin(), line{"MEMBER", "OUTCOME", "E-MAIL", "WHAT", "TIME"});
        widths_.assign(first_.front().size(), 0);
        for (auto const& l : first_)
            for (std::size_t i = 0; i < l.size(); ++i) widths_[i] = std::max(widths_[i], display_width(l[i]));
        for (auto& w : widths_) w = std::min(w, columns_ ? *columns_ / 2 : longest_padding);
        for (auto const& l : first_) print(l);
        first_.clear();
    }
    void print(line const& l) {
        text_.clear();
        for (std::size_t i = 0; i < l.size(); ++i)
            if (widths_[i] > 0) {
                append_padded(text_, l[i], widths_[i]);
                text_.append(2, ' ');
            }
        text_.erase(text_.find_last_not_of(' ') + 1);
        if (columns_) text_ = cut_to(text_, *columns_);
        text_ += '\n';
        out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    }

    static constexpr std::size_t longest_padding = 60;
    std::ostream& out_;
    std::optional<std::size_t> columns_;
    line line_;
    std::string words_, text_;
    std::vector<line> first_;
    std::vector<std::size_t> widths_;
};

} // namespace

std::unique_ptr<deed_writer> table_deeds(std::ostream& out, std::optional<std::size_t> columns) {
    return std::make_unique<table_writer>(out, columns);
}

} // namespace muster::cli
