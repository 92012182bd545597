#include "journal/record.hpp"

#include "core/overload.hpp"
#include "journal/line_writer.hpp"

namespace muster::journal {

std::string_view to_string(act what) {
    switch (what) {
    case act::pause: return "pause";
    case act::go_on: return "continue";
    case act::rate: return "rate";
    case act::stop: break;
    }
    return "stop";
}

std::optional<act> parse_act(std::string_view word) {
    for (auto const each : {act::pause, act::go_on, act::rate, act::stop})
        if (to_string(each) == word) return each;
    return std::nullopt;
}

void encode(intent const& x, std::string& out) {
    line_writer l(out, "intent");
    l.text("id", x.member).number("page", x.page).value("change", x.change);
    if (!x.before.empty()) l.value("before", x.before);
    l.text_if("email", x.email).text_if("row", x.row).end();
}

void encode(member_settled const& x, std::string& out) {
    line_writer(out, "outcome")
        .text("id", x.member)
        .number("page", x.page)
        .text("outcome", core::to_string(x.outcome))
        .number("attempts", x.attempts)
        .text_if("code", x.code)
        .text_if("message", x.message)
        .flag_if("readBack", x.read_back)
        .text_if("email", x.email)
        .text_if("at", x.at)
        .text_if("row", x.row)
        .text_if("made", x.made)
        .end();
}

void encode(record const& r, std::string& out) {
    std::visit(
        core::overload{
            [&](job_opened const& x) {
                line_writer l(out, "job");
                l.text("format", format_name)
                    .number("version", x.version)
                    .text("job", x.job)
                    .text("spec", x.spec_hash)
                    .text("baseUrl", x.base_url)
                    .text("key", x.key)
                    .text("at", x.at);
                if (!x.source.empty()) l.text("source", x.source).number("rows", x.rows);
                if (!x.key_lists.empty())
                    l.texts("keyLists", x.key_lists, [](std::string const& each) { return each; });
                if (x.from) l.text("parent", x.from->job).text("as", x.from->as);
                if (x.plan) l.text("plan", x.plan->digest).text_if("approvedBy", x.plan->approved_by);
                l.end();
            },
            [&](run_started const& x) {
                line_writer(out, "run")
                    .number("run", x.run)
                    .number("pid", static_cast<std::uint64_t>(x.pid))
                    .text("host", x.host)
                    .text("at", x.at)
                    .flag_if("live", x.live)
                    .text_if("key", x.key)
                    .flag_if("ignoresWindows", x.ignores_windows)
                    .text_if("who", x.who)
                    .end();
            },
            [&](page_read const& x) {
                line_writer l(out, "page");
                l.number("n", x.number)
                    .text("from", x.from)
                    .text("next", x.next)
                    .flag_if("more", x.more)
                    .number("members", x.members)
                    .number("matched", x.matched);
                if (x.again > 0) l.number("again", x.again);
                if (x.total) l.number("total", *x.total);
                l.text_if("at", x.at).end();
            },
            [&](intent const& x) { encode(x, out); },
            [&](intent_withdrawn const& x) { line_writer(out, "withdrawn").text("id", x.member).end(); },
            [&](member_settled const& x) { encode(x, out); },
            [&](rows_exported const& x) {
                line_writer l(out, "exported");
                l.number("page", x.page).number("written", x.written);
                if (x.unchanged > 0) l.number("unchanged", x.unchanged);
                l.text("mark", x.mark).end();
            },
            [&](step_passed const& x) {
                line_writer l(out, "step");
                l.number("steps", x.steps).number("members", x.members);
                if (x.excused > 0) l.number("excused", x.excused).number("excusedBad", x.excused_bad);
                l.end();
            },
            [&](job_steered const& x) {
                line_writer l(out, "act");
                l.text("act", to_string(x.what)).text("who", x.who).text_if("why", x.why);
                if (x.rate) l.decimal("rate", *x.rate);
                l.text("at", x.at).end();
            },
            [&](run_ended const& x) {
                line_writer l(out, "end");
                l.flag_if("complete", x.complete)
                    .text_if("reason", x.reason)
                    .text("at", x.at)
                    .text_if("cause", x.cause)
                    .text_if("until", x.until);
                if (x.left) {
                    l.decimal("leftRequests", x.left->requests).decimal("leftPerSecond", x.left->per_second);
                    if (x.left->limit > 0) l.decimal("leftLimit", x.left->limit);
                }
                l.end();
            }},
        r);
}

} // namespace muster::journal
