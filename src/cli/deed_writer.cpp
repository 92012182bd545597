#include "cli/deed_writer.hpp"

#include "cli/plain_change.hpp"
#include "cli/shown.hpp"
#include "core/formula.hpp"
#include "core/write_json.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

namespace muster::cli {

namespace {

namespace json = boost::json;
using launch::deed;
using launch::plain_deed;

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
        auto const set = after(d.change);
        write_row(d, d.change.is_null() ? "" : json::serialize(d.change),
                  d.before.empty() ? "" : json::serialize(d.before), set.empty() ? "" : json::serialize(set));
    }
    void write(plain_deed const& d) override { write_row(d, d.change, d.before, after(d.change)); }
    void end() override {}

private:
    template <class Deed>
    void write_row(Deed const& d, std::string_view change, std::string_view before, std::string_view set) {
        auto const& s = d.settled;
        line_.clear();
        text(s.member);
        text(d.email);
        field(core::to_string(s.outcome));
        text(d.at);
        field(std::to_string(s.page));
        field(std::to_string(s.attempts));
        text(s.code);
        text(s.message);
        json_text(change);
        json_text(before);
        json_text(set);
        line_.pop_back();
        line_ += line_end();
        out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
    }
    [[nodiscard]] std::string_view line_end() const { return choices_.excel ? "\r\n" : "\n"; }
    void text(std::string_view t) { is_shown_as_it_is(t) ? field(t) : field(shown_line(t)); }
    void json_text(std::string_view t) { is_shown_as_it_is(t) ? field(t) : field(shown_json(t)); }
    void field(std::string_view t) {
        append_csv_field(line_, t, choices_.guard_formulas);
        line_ += ',';
    }

    std::ostream& out_;
    csv_choices choices_;
    std::string line_;
};

class json_writer final : public deed_writer {
public:
    json_writer(std::ostream& out, bool array) : out_(out), array_(array) {}
    void write(deed const& d) override {
        line_ = text_of(deed_object(d));
        end_line();
    }
    void write(plain_deed const& d) override {
        line_.clear();
        write_object(d);
        if (!is_shown_as_it_is(line_)) line_ = shown_json(line_);
        end_line();
    }
    void end() override {
        if (array_) out_ << (any_ ? "\n]\n" : "[]\n");
    }

private:
    /// What deed_object makes of a deed.
    void write_object(plain_deed const& d) {
        auto const& s = d.settled;
        line_ += R"({"member":)";
        core::write_json(line_, std::string_view(s.member));
        text_if(R"(,"email":)", d.email);
        line_.append(R"(,"outcome":")").append(core::to_string(s.outcome)) += '"';
        text_if(R"(,"time":)", d.at);
        line_.append(R"(,"page":)").append(std::to_string(s.page));
        line_.append(R"(,"attempts":)").append(std::to_string(s.attempts));
        text_if(R"(,"code":)", s.code);
        text_if(R"(,"message":)", s.message);
        if (s.read_back) line_ += R"(,"readBack":true)";
        json_if(R"(,"change":)", d.change);
        json_if(R"(,"before":)", d.before);
        json_if(R"(,"after":)", after(d.change));
        line_ += '}';
    }
    void text_if(std::string_view name, std::string_view text) {
        if (text.empty()) return;
        line_ += name;
        core::write_json(line_, text);
    }
    void json_if(std::string_view name, std::string_view text) {
        if (!text.empty()) line_.append(name).append(text);
    }
    void end_line() {
        if (array_)
            out_ << (any_ ? ",\n" : "[\n");
        else
            line_ += '\n';
        any_ = true;
        out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
    }

    std::string line_;
    std::ostream& out_;
    bool array_;
    bool any_ = false;
};

} // namespace

std::unique_ptr<deed_writer> csv_deeds(std::ostream& out, csv_choices choices) {
    return std::make_unique<csv_writer>(out, choices);
}

std::unique_ptr<deed_writer> json_deeds(std::ostream& out, bool array) {
    return std::make_unique<json_writer>(out, array);
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
    std::string field;
    append_csv_field(field, text, guard_formulas);
    return field;
}

void append_csv_field(std::string& out, std::string_view text, bool guard_formulas) {
    auto const needs_quotes = [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; };
    bool const special = std::any_of(text.begin(), text.end(), needs_quotes);
    std::string_view const guard = guard_formulas && core::looks_like_formula(text) ? "'" : "";
    if (!special) {
        out.append(guard).append(text);
        return;
    }
    out.append(1, '"').append(guard);
    auto const begin = out.size();
    out.resize(begin + 2 * text.size());
    char* to = out.data() + begin;
    for (char const c : text) { // JSON is full of quotes: no branch for them
        to[0] = to[1] = c;
        to += c == '"' ? 2 : 1;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    out += '"';
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
