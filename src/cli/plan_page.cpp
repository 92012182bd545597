#include "cli/plan_page.hpp"

#include "cli/plan_page_parts.hpp"
#include "cli/plan_words.hpp"
#include "cli/shown.hpp"
#include "core/digest.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace muster::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t most_ways_on_page = 20;

/// Text between tags, or in an attribute's double quotes.
std::string for_html(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

/// JSON that may stand in a script element: whatever is in its strings, the element does not end there.
std::string for_script(json::value const& v) {
    std::string out;
    for (char const c : json::serialize(v)) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

/// Lets a browser run, or draw by, just this text.
std::string allowed(std::string_view text) {
    core::sha256_stream digest;
    digest.update(text);
    auto const bytes = digest.finish();
    std::string const raw(bytes.begin(), bytes.end());
    return "'sha256-" + core::to_base64(raw) + "'";
}

std::string way_cell(std::string const& text) {
    return "<td class=\"value\">" + for_html(text) + "</td>";
}

std::string groups_table(plan_groups const& groups) {
    std::string out = "<table><thead><tr><th>Field, and from what to what</th><th "
                      "class=\"number\">Members</th></tr></thead><tbody>\n";
    auto const row = [&](std::string const& kind, std::string const& cell, std::uint64_t members) {
        out += "<tr" + kind + ">" + cell + "<td class=\"number\">" + std::to_string(members) + "</td></tr>\n";
    };
    for (auto const& f : groups.commonest(most_ways_on_page)) {
        row(" class=\"field\"", "<td>" + for_html(f.name) + "</td>", f.members);
        for (auto const& w : f.ways) row("", way_cell(w.text), w.members);
        if (f.others > 0) row("", "<td>other values</td>", f.others);
    }
    return out + "</tbody></table>\n";
}

} // namespace

plan_page::plan_page(std::ostream& out, launch::plan const& plan, plan_groups const& groups) : out_(out) {
    auto const words = words_of(plan);
    auto const title = for_html("Plan " + launch::short_name(plan.digest) + ": " + words.would);
    out_ << "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         << allowed(plan_page_style) << "; script-src " << allowed(plan_page_script)
         << "; base-uri 'none'; form-action 'none'\">\n<title>" << title << "</title>\n<style>"
         << plan_page_style << "</style>\n</head>\n<body>\n<h1>" << for_html(words.would) << "</h1>\n<dl>\n";
    for (auto const& [name, text] : words.lines)
        out_ << "<dt>" << for_html(name) << "</dt><dd>" << for_html(text) << "</dd>\n";
    out_ << "</dl>\n";
    for (auto const& each : words.warnings) out_ << "<p class=\"warning\">" << for_html(each) << "</p>\n";
    out_ << "<h2>What changes</h2>\n"
         << groups_table(groups)
         << "<h2 id=\"heading\">Members</h2>\n<nav>"
            "<input id=\"find\" type=\"search\" placeholder=\"Find a member or value\" "
            "aria-label=\"Find a member or value\">"
            "<button id=\"back\" type=\"button\">Previous</button><span id=\"where\" "
            "aria-live=\"polite\"></span>"
            "<button id=\"on\" type=\"button\">Next</button></nav>\n"
            "<noscript><p>The members are shown by this page's own script, which is switched "
            "off.</p></noscript>\n"
            "<table id=\"list\" aria-labelledby=\"heading\"><thead><tr><th>Member</th><th "
            "class=\"email\">Address</th>"
            "<th>Change</th></tr></thead><tbody></tbody></table>\n"
            "<script type=\"application/json\" id=\"members\">[";
}

void plan_page::add(launch::planned_member const& m, std::vector<change_step> const& steps) {
    json::array told;
    for (auto const& s : steps) told.push_back(json::array{s.field, s.from, s.to});
    out_ << before_ << for_script(json::array{shown(m.id), shown(m.email), std::move(told)});
    before_ = ",\n";
}

void plan_page::finish() {
    out_ << "]</script>\n<script>" << plan_page_script << "</script>\n</body>\n</html>\n";
}

} // namespace muster::cli
