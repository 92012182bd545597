#include "journal/record.hpp"

#include "core/overload.hpp"
#include "journal/fields.hpp"
#include "journal/line_writer.hpp"
#include "journal/plain_intent.hpp"
#include "journal/plain_outcome.hpp"
#include "journal/sealed.hpp"
#include "journal/shared_line.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <array>
#include <stdexcept>

namespace muster::journal {

namespace json = boost::json;

namespace {

constexpr std::string_view format_name = "muster-journal";

intent read_intent(fields const& f, intent_parts parts) {
    intent i{f.text("id"), f.number("page"), {}, {}, f.text_or_empty("email"), f.text_or_empty("row")};
    auto const* const change = f.find("change");
    if (change == nullptr) fields::bad("change");
    auto const* const before = f.find("before");
    if (before != nullptr && !before->is_object()) fields::bad("before");
    if (parts == intent_parts::names) {
        i.email.clear();
        return i;
    }
    i.change = *change;
    if (before != nullptr) i.before = before->get_object();
    return i;
}

record read_fields(std::string_view type, fields const& f, intent_parts parts) {
    if (type == "job") {
        if (f.text("format") != format_name) throw std::invalid_argument("it is no journal of muster's");
        auto const version = f.number("version");
        if (!is_readable(version))
            throw std::invalid_argument("the format version is " + std::to_string(version) + ", not "
                                        + std::to_string(format_version));
        return job_opened{
            f.text("job"),
            f.text("spec"),
            f.text("baseUrl"),
            f.text("key"),
            f.text("at"),
            version,
            f.text_or_empty("source"),
            f.find("rows") ? f.number("rows") : 0,
            f.texts_or_empty("keyLists"),
            f.find("parent") ? std::optional(parentage{f.text("parent"), f.text("as")}) : std::nullopt,
            f.find("plan") ? std::optional(planned{f.text("plan"), f.text_or_empty("approvedBy")})
                           : std::nullopt};
    }
    if (type == "run")
        return run_started{f.number("run"),         static_cast<std::int64_t>(f.number("pid")),
                           f.text("host"),          f.text("at"),
                           f.flag("live"),          f.text_or_empty("key"),
                           f.flag("ignoresWindows")};
    if (type == "page") {
        page_read p{f.number("n"),
                    f.text("from"),
                    f.text("next"),
                    f.flag("more"),
                    f.number("members"),
                    f.number("matched"),
                    f.find("again") ? f.number("again") : 0,
                    std::nullopt,
                    f.text_or_empty("at")};
        if (f.find("total")) p.total = f.number("total");
        return p;
    }
    if (type == "intent") return read_intent(f, parts);
    if (type == "withdrawn") return intent_withdrawn{f.text("id")};
    if (type == "outcome") {
        auto const word = core::parse_outcome(f.text("outcome"));
        if (!word) fields::bad("outcome");
        return member_settled{f.text("id"),           f.number("page"),         *word,
                              f.number("attempts"),   f.text_or_empty("code"),  f.text_or_empty("message"),
                              f.flag("readBack"),     f.text_or_empty("email"), f.text_or_empty("at"),
                              f.text_or_empty("row"), f.text_or_empty("made")};
    }
    if (type == "exported") {
        rows_exported x{f.number("page"), f.number("written"),
                        f.find("unchanged") ? f.number("unchanged") : 0, f.text("mark")};
        if (x.mark.empty()) fields::bad("mark");
        return x;
    }
    if (type == "step")
        return step_passed{f.number("steps"), f.number("members"),
                           f.find("excused") ? f.number("excused") : 0,
                           f.find("excusedBad") ? f.number("excusedBad") : 0};
    if (type == "end") {
        run_ended e{
            f.flag("complete"),      f.text_or_empty("reason"), f.text("at"), f.text_or_empty("cause"), {},
            f.text_or_empty("until")};
        if (f.find("leftRequests"))
            e.left = work_left{f.positive("leftRequests"), f.positive("leftPerSecond"),
                               f.find("leftLimit") ? f.positive("leftLimit") : 0};
        return e;
    }
    if (type == "act") {
        auto const what = parse_act(f.text("act"));
        if (!what) fields::bad("act");
        job_steered s{*what, f.text("who"), f.text_or_empty("why"), f.text("at")};
        if (f.find("rate")) s.rate = f.positive("rate");
        return s;
    }
    throw std::invalid_argument("an unknown record type");
}

} // namespace

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

namespace {

/// Calls `take` with the type and the fields of a line that is intact.
template <class Take>
auto with_fields(std::string_view line, Take const& take) {
    // What a record keeps of it is copied: the tree itself need not be taken apart again.
    std::array<unsigned char, 4096> place;
    json::monotonic_resource memory(place.data(), place.size());
    auto const object = parse_intact(line, &memory);
    fields const f(object);
    return take(f.text("t"), f);
}

void check(std::string_view line) {
    if (!is_intact(line))
        throw std::invalid_argument("the line is not whole, or its checksum does not match");
}

/// What most lines say.
std::optional<record> read_plain(std::string_view line, intent_parts parts) {
    if (auto outcome = read_intact_outcome(line)) return *std::move(outcome);
    auto const plain = read_plain_intent(line);
    if (!plain) return std::nullopt;
    if (parts == intent_parts::names) return named_by(*plain);
    if (auto made = made_of(*plain)) return *std::move(made);
    return std::nullopt;
}

void decode_parts(std::string_view line, intent_parts parts, std::function<void(record&&)> const& each) {
    if (auto plain = read_plain(line, parts)) return each(*std::move(plain));
    with_fields(line, [&](std::string const& type, fields const& f) {
        if (is_shared(type))
            read_shared(type, f, parts, each);
        else
            each(read_fields(type, f, parts));
    });
}

} // namespace

record decode(std::string_view line) {
    check(line);
    if (auto plain = read_plain(line, intent_parts::all)) return *std::move(plain);
    return with_fields(line, [](std::string const& type, fields const& f) {
        if (is_shared(type)) throw std::invalid_argument("several records where there is to be one");
        return read_fields(type, f, intent_parts::all);
    });
}

void decode(std::string_view line, std::function<void(record&&)> const& each) {
    check(line);
    decode_intact(line, each);
}

void decode_intact(std::string_view line, std::function<void(record&&)> const& each) {
    decode_parts(line, intent_parts::all, each);
}

void decode_named(std::string_view line, std::function<void(record&&)> const& each) {
    decode_parts(line, intent_parts::names, each);
}

} // namespace muster::journal
