// The lines of journal/record.hpp, read.
#include "journal/fields.hpp"
#include "journal/plain_intent.hpp"
#include "journal/plain_outcome.hpp"
#include "journal/record.hpp"
#include "journal/sealed.hpp"
#include "journal/shared_line.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <array>
#include <stdexcept>

namespace muster::journal {

namespace json = boost::json;

namespace {

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
        return run_started{f.number("run"),          static_cast<std::int64_t>(f.number("pid")),
                           f.text("host"),           f.text("at"),
                           f.flag("live"),           f.text_or_empty("key"),
                           f.flag("ignoresWindows"), f.text_or_empty("who")};
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

/// Hands `each` what a line says that is an outcome or an intent as most are; false: it is another.
template <class Each>
bool decode_plain(std::string_view line, intent_parts parts, Each const& each) {
    if (auto outcome = read_intact_outcome(line)) {
        each(record(*std::move(outcome)));
        return true;
    }
    auto const plain = read_plain_intent(line);
    if (!plain) return false;
    if (parts == intent_parts::names) {
        each(record(named_by(*plain)));
        return true;
    }
    auto made = made_of(*plain);
    if (!made) return false;
    each(record(*std::move(made)));
    return true;
}

void decode_parts(std::string_view line, intent_parts parts, std::function<void(record&&)> const& each) {
    if (decode_plain(line, parts, each)) return;
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
    std::optional<record> plain;
    if (decode_plain(line, intent_parts::all, [&](record&& r) { plain = std::move(r); }))
        return *std::move(plain);
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
