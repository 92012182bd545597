#include "launch/plan_file.hpp"

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/row_column.hpp"
#include "core/strict_json.hpp"
#include "core/write_json.hpp"
#include "files/lines.hpp"
#include "journal/fields.hpp"
#include "journal/sealed.hpp"
#include "launch/host_name.hpp"
#include "launch/user_name.hpp"
#include "source/position.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <unistd.h>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace json = boost::json;

namespace {

constexpr std::uint64_t plan_version = 1;
constexpr std::string_view part_suffix = ".part";

/// Appends an object as a sealed line.
void append_sealed(std::string& out, json::object const& o) {
    auto const start = out.size();
    core::write_json(out, o);
    out.pop_back(); // its closing brace, which the seal brings
    journal::seal(out, start);
}

[[noreturn]] void refuse(std::filesystem::path const& file, std::string const& why) {
    throw job_error(exit_status::usage, core::printable(file.string()) + ' ' + why + ". Nothing was sent.");
}

std::string maker() {
    auto const user = user_name(::geteuid());
    return (user ? *user + "@" : "") + host_name();
}

plan read_first_line(std::filesystem::path const& file, std::string_view line, std::string& digest_of_rest) {
    auto const refuse_kind = [&] { refuse(file, "is no plan; muster plan SPEC --out FILE makes one"); };
    if (!line.starts_with("{\"plan\":")) refuse_kind();
    if (!journal::is_intact(line)) refuse(file, "is not as it was made: its first line was changed");
    plan p;
    try {
        auto const o = journal::parse_sealed(line);
        journal::fields const f(o);
        if (f.number("plan") != plan_version)
            refuse(file, "was made by another version of muster, which writes plans of version "
                             + std::to_string(f.number("plan")));
        p.key = f.text("key");
        p.at = f.text("at");
        p.by = f.text_or_empty("by");
        p.members = f.number("members");
        digest_of_rest = f.text("sha256");
        for (auto const& [key, into] : {std::pair{"spec", &p.spec}, std::pair{"preview", &p.preview}}) {
            auto const* const value = f.find(key);
            if (value == nullptr || !value->is_object()) journal::fields::bad(key);
            *into = value->get_object();
        }
    } catch (std::invalid_argument const& e) {
        refuse(file, std::string("is no plan: ") + e.what());
    }
    p.digest = core::sha256(std::string(line) + '\n');
    return p;
}

} // namespace

plan_writer::plan_writer(files::storage& storage, std::filesystem::path file, spec::spec const& spec)
    : storage_(storage),
      file_(std::move(file)),
      part_(file_.string() + std::string(part_suffix)),
      members_(storage.open_append(scratch_.file("members"))),
      lines_(*members_) {
    auto fields = spec.where.fields();
    for (auto& each : spec.fields()) fields.push_back(std::move(each));
    for (auto const& each : fields)
        if (auto const name = core::row_column(each)) {
            columns_.emplace(name->substr(0, name->find('.')));
            columns_.emplace(*name); // a column's name may hold a point
        }
    try { // before the list is read for nothing
        if (storage_.look(file_)) refuse(file_, "is there already: remove it, or choose another name");
        if (storage_.look(part_))
            refuse(part_, "is there already, perhaps of a plan that is being made: remove it");
        out_ = storage_.open_append(part_);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::usage, std::string(e.what()) + ". No plan was made.");
    }
}

plan_writer::~plan_writer() {
    if (!out_) return;
    try {
        storage_.remove(part_);
    } catch (files::io_error const&) { // whoever makes the plan again is told that it is there
    }
}

json::object plan_writer::needed_of(json::value const& row) const {
    json::object needed;
    if (auto const* const cells = row.if_object())
        for (auto const& cell : *cells)
            if (columns_.contains(std::string_view(cell.key()))) needed[cell.key()] = cell.value();
    return needed;
}

void plan_writer::add(engine::proposal const& p) {
    json::object line{{"id", p.member}};
    if (!p.email.empty()) line["email"] = p.email;
    line["change"] = core::to_json(p.change);
    line["before"] = p.before;
    if (p.beside != nullptr) line["row"] = needed_of(*p.beside);
    std::string text;
    append_sealed(text, line);
    std::string why;
    if (text.size() > source::longest_row) why = "it is longer than 1 MiB";
    auto const read = core::read_strict_json(text);
    if (auto const* const fault = std::get_if<core::json_fault>(&read)) why = fault->message;
    if (!why.empty())
        throw job_error(
            exit_status::usage,
            "what is to become of member " + core::quoted(p.member)
                + ", with what it overwrites, can stand in no plan: " + why
                + ". Leave the member out by the where, or run the spec itself. No plan was made.");
    lines_.add(text);
    ids_.push_back(std::hash<std::string_view>()(p.member));
    ++count_;
}

void plan_writer::refuse_repeats() {
    std::ranges::sort(ids_);
    if (std::ranges::adjacent_find(ids_) == ids_.end()) return;
    throw job_error(exit_status::usage, "the list gave a member twice, as it does when others change it "
                                        "meanwhile: make the plan again. No plan was made.");
}

plan plan_writer::finish(spec::spec const& spec, std::string const& key, json::object preview,
                         core::wall_time now) {
    refuse_repeats();
    lines_.flush();
    auto const members = scratch_.file("members");
    core::sha256_stream digest;
    auto const for_each_piece = [&](auto const& see) {
        constexpr std::size_t piece = 1U << 20U;
        for (std::uint64_t at = 0;;) {
            auto const bytes = storage_.read(members, at, piece).value_or("");
            if (bytes.empty()) return;
            see(bytes);
            at += bytes.size();
        }
    };
    for_each_piece([&](std::string const& bytes) { digest.update(bytes); });
    plan made{{},      spec.document, core::fingerprint(key), core::to_iso8601(now),
              maker(), count_,        std::move(preview)};
    std::string first;
    append_sealed(first, {{"plan", plan_version},
                          {"key", made.key},
                          {"at", made.at},
                          {"by", made.by},
                          {"members", made.members},
                          {"sha256", digest.finish_hex()},
                          {"preview", made.preview},
                          {"spec", made.spec}});
    made.digest = core::sha256(first);
    try {
        out_->append(first);
        for_each_piece([&](std::string const& bytes) { out_->append(bytes); });
        out_->sync();
        if (storage_.look(file_)) refuse(file_, "is there by now: choose another name");
        storage_.rename(part_, file_);
        out_.reset();
        storage_.sync_directory(file_.parent_path());
    } catch (files::io_error const& e) {
        throw job_error(exit_status::usage, std::string(e.what()) + ". No plan was made.");
    }
    return made;
}

namespace {

plan read_sealed_plan(files::storage& storage, std::filesystem::path const& file,
                      std::function<void(std::string_view)> const& each) {
    if (!storage.look(file)) refuse(file, "is not there");
    files::line_reader lines(storage, file);
    auto const first = lines.next();
    if (!first) refuse(file, "is no plan; muster plan SPEC --out FILE makes one");
    std::string expected;
    auto result = read_first_line(file, *first, expected);
    core::sha256_stream digest;
    std::uint64_t members = 0;
    while (auto const line = lines.next()) {
        ++members;
        if (!journal::is_intact(*line))
            refuse(file, "is not as it was made: line " + std::to_string(members + 1)
                             + " was changed. Make a new plan");
        digest.update(*line);
        digest.update("\n");
        each(*line);
    }
    bool const torn = files::bytes_behind(storage, file, lines.offset()) > 0;
    if (torn || members != result.members || digest.finish_hex() != expected)
        refuse(file, "is not as it was made: it has " + std::to_string(members) + " members, and "
                         + std::to_string(result.members)
                         + " were planned, or others, or in another order. Make a new plan");
    return result;
}

} // namespace

plan read_plan(files::storage& storage, std::filesystem::path const& file,
               std::function<void(std::string_view)> const& each) {
    try {
        return read_sealed_plan(storage, file, each);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::usage, std::string(e.what()) + ". Nothing was sent.");
    }
}

planned_member read_planned_member(std::string_view line) {
    auto const o = journal::parse_sealed(line);
    journal::fields const f(o);
    planned_member m{f.text("id"), f.text_or_empty("email"), {}, {}};
    auto const* const change = f.find("change");
    if (change == nullptr) journal::fields::bad("change");
    m.change = core::change_from_json(*change);
    auto const* const before = f.find("before");
    if (before == nullptr || !before->is_object()) journal::fields::bad("before");
    m.before = before->get_object();
    return m;
}

} // namespace muster::launch
