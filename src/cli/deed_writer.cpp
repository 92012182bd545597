#include "cli/deed_writer.hpp"

#include "cli/columns.hpp"
#include "cli/shown.hpp"
#include "core/formula.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>
#include <vector>

namespace muster::cli {

namespace {

namespace json = boost::json;
using launch::deed;

template <class Json>
std::string text_of(Json const& v) {
    return shown_json(json::serialize(v));
}

class csv_writer final : public deed_writer {
public:
    csv_writer(std::ostream& out, csv_choices choices) : out_(out), choices_(choices) {
        if (choices_.excel) out_ << "\xef\xbb\xbf";
        out_ << "member,email,outcome,time,page,attempts,code,message,change,before,after" << line_end();
    }
    void write(deed const& d) override {
        auto const& s = d.settled;
        auto const set = after(d.change);
        line_.clear();
        text(s.member);
        text(d.email);
        field(std::string(core::to_string(s.outcome)));
        text(d.at);
        field(std::to_string(s.page));
        field(std::to_string(s.attempts));
        text(s.code);
        text(s.message);
        field(d.change.is_null() ? "" : text_of(d.change));
        field(d.before.empty() ? "" : text_of(d.before));
        field(set.empty() ? "" : text_of(set));
        line_.pop_back();
        out_ << line_ << line_end();
    }
    void end() override {}

private:
    [[nodiscard]] char const* line_end() const { return choices_.excel ? "\r\n" : "\n"; }
    void text(std::string_view t) { field(shown_line(t)); }
    void field(std::string const& t) { line_ += csv_field(t, choices_.guard_formulas) + ','; }

    std::ostream& out_;
    csv_choices choices_;
    std::string line_;
};

class json_writer final : public deed_writer {
public:
    json_writer(std::ostream& out, bool array) : out_(out), array_(array) {}
    void write(deed const& d) override {
        auto const o = deed_object(d);
        if (array_) out_ << (any_ ? ",\n" : "[\n");
        any_ = true;
        out_ << text_of(o);
        if (!array_) out_ << '\n';
    }
    void end() override {
        if (array_) out_ << (any_ ? "\n]\n" : "[]\n");
    }

private:
    std::ostream& out_;
    bool array_;
    bool any_ = false;
};

class table_writer final : public deed_writer {
public:
    table_writer(std::ostream& out, std::optional<std::size_t> columns) : out_(out), columns_(columns) {}
    void write(deed const& d) override {
        auto const& s = d.settled;
        auto what = s.code.empty() && s.message.empty() ? in_words(d.change)
                    : s.message.empty()                 ? s.code
                                                        : s.code + "  " + s.message;
        line l{shown_line(s.member), std::string(core::to_string(s.outcome)), shown_line(d.email),
               shown_line(what), d.at};
        if (widths_.empty()) {
            first_.push_back(std::move(l));
            if (first_.size() == sample) print_first();
        } else {
            print(l);
        }
    }
    void end() override { print_first(); }

private:
    using line = std::vector<std::string>;
    // The widths are those of the first lines: all of them would have to be kept otherwise.
    static constexpr std::size_t sample = 500;

    void print_first() {
        if (first_.empty()) return;
        if (columns_) first_.insert(first_.begin(), {"MEMBER", "OUTCOME", "E-MAIL", "WHAT", "TIME"});
        widths_.assign(first_.front().size(), 0);
        for (auto const& l : first_)
            for (std::size_t i = 0; i < l.size(); ++i) widths_[i] = std::max(widths_[i], display_width(l[i]));
        for (auto& w : widths_) w = std::min(w, columns_ ? *columns_ / 2 : longest_padding);
        for (auto const& l : first_) print(l);
        first_.clear();
    }
    void print(line const& l) {
        std::string text;
        for (std::size_t i = 0; i < l.size(); ++i)
            if (widths_[i] > 0) text += padded(l[i], widths_[i]) + "  ";
        text.erase(text.find_last_not_of(' ') + 1);
        out_ << (columns_ ? cut_to(text, *columns_) : text) << '\n';
    }

    static constexpr std::size_t longest_padding = 60;
    std::ostream& out_;
    std::optional<std::size_t> columns_;
    std::vector<line> first_;
    std::vector<std::size_t> widths_;
};

} // namespace

std::unique_ptr<deed_writer> csv_deeds(std::ostream& out, csv_choices choices) {
    return std::make_unique<csv_writer>(out, choices);
}

std::unique_ptr<deed_writer> json_deeds(std::ostream& out, bool array) {
    return std::make_unique<json_writer>(out, array);
}

std::unique_ptr<deed_writer> table_deeds(std::ostream& out, std::optional<std::size_t> columns) {
    return std::make_unique<table_writer>(out, columns);
}

json::object deed_object(deed const& d) {
    auto const& s = d.settled;
    json::object o{{"member", s.member}};
    auto const text_if = [&](char const* key, std::string const& text) {
        if (!text.empty()) o[key] = text;
    };
    text_if("email", d.email);
    o["outcome"] = core::to_string(s.outcome);
    text_if("time", d.at);
    o["page"] = s.page;
    o["attempts"] = s.attempts;
    text_if("code", s.code);
    text_if("message", s.message);
    if (s.read_back) o["readBack"] = true;
    if (!d.change.is_null()) o["change"] = d.change;
    if (!d.before.empty()) o["before"] = d.before;
    if (auto set = after(d.change); !set.empty()) o["after"] = std::move(set);
    return o;
}

std::string csv_field(std::string_view text, bool guard_formulas) {
    bool const guarded = guard_formulas && core::looks_like_formula(text);
    std::string field = guarded ? "'" : "";
    field += text;
    if (field.find_first_of(",\"\n\r") == std::string::npos) return field;
    std::string quoted = "\"";
    quoted.reserve(field.size() + field.size() / 4 + 2);
    for (char const c : field) {
        if (c == '"') quoted += c;
        quoted += c;
    }
    quoted += '"';
    return quoted;
}

std::string in_words(json::value const& change) {
    if (!change.is_object() || change.get_object().empty()) return "";
    auto const& [kind, what] = *change.get_object().begin();
    std::string words(kind);
    if (auto const* const plan = what.is_object() ? what.get_object().if_contains("planId") : nullptr;
        plan != nullptr && plan->is_string())
        return words + " " + std::string(plan->get_string());
    auto const set = after(change);
    if (!set.empty()) return words + " " + json::serialize(set);
    if (what.is_object() && what.get_object().empty()) return words;
    return words + " " + json::serialize(what);
}

json::object after(json::value const& change) {
    if (!change.is_object() || change.get_object().empty()) return {};
    auto const& what = change.get_object().begin()->value();
    if (!what.is_object()) return {};
    for (auto const* const key : {"set", "document"})
        if (auto const* const fields = what.get_object().if_contains(key);
            fields != nullptr && fields->is_object())
            return fields->get_object();
    return {};
}

} // namespace muster::cli
