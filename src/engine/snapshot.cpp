#include "engine/snapshot.hpp"

#include "core/errors.hpp"
#include "core/write_json.hpp"
#include "journal/sealed.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace muster::engine::snapshot {

namespace json = boost::json;

namespace {

constexpr std::string_view page_type = "page";
constexpr std::string_view end_type = "end";

/// A line of these fields, sealed.
void write(std::string& out, json::object const& fields) {
    auto const start = out.size();
    auto text = json::serialize(fields);
    text.pop_back(); // the brace comes behind the checksum
    out += text;
    journal::seal(out, start);
}

std::string text(json::object const& line, json::string_view key) {
    return std::string(line.at(key).as_string());
}

std::uint64_t number(json::object const& line, json::string_view key) {
    return line.at(key).to_number<std::uint64_t>();
}

page page_of(json::object const& line) {
    return {text(line, "cursor"),
            text(line, "next"),
            line.at("more").as_bool(),
            number(line, "members"),
            text(line, "last"),
            line.contains("matched") ? number(line, "matched") : 0,
            0,
            0};
}

[[noreturn]] void unsound(std::filesystem::path const& file, std::uint64_t at) {
    throw core::job_error(
        core::exit_status::internal,
        file.string() + " is damaged at byte " + std::to_string(at)
            + ": nothing was sent. Begin a new job of this spec; what this one did is in its "
              "journal.");
}

kept_member member_of(json::object line) {
    return {text(line, "id"), text(line, "email"), std::move(line.at("document").as_object())};
}

bool begins(std::string_view line, std::string_view type) {
    return line.starts_with(R"({"t":")" + std::string(type) + '"');
}

/// Of a list that can be read again, as no cursor of the job is one of it.
[[noreturn]] void lost(std::filesystem::path const& file, std::uint64_t at) {
    throw core::job_error(core::exit_status::internal,
                          file.string() + " is damaged at byte " + std::to_string(at)
                              + ": remove it, then resume the job, which reads the list again. What was "
                                "done is in its journal.");
}

/// Tells where the file is damaged, if that is why it cannot be read.
template <class Work>
void reading(std::filesystem::path const& file, std::uint64_t at, Work const& work,
             void (*damaged)(std::filesystem::path const&, std::uint64_t) = unsound) {
    try {
        work();
    } catch (core::job_error const&) {
        throw;
    } catch (files::io_error const&) {
        throw;
    } catch (std::exception const&) {
        damaged(file, at);
    }
}

} // namespace

void write_member(std::string& out, core::member const& m) {
    // By hand, so that no document is copied.
    auto const start = out.size();
    out += R"({"t":"member","id":)";
    core::write_json(out, m.id);
    out += R"(,"email":)";
    core::write_json(out, m.email);
    out += R"(,"document":)";
    core::write_json(out, *m.document);
    journal::seal(out, start);
}

void write_page(std::string& out, page const& p) {
    write(out, {{"t", page_type},
                {"cursor", p.cursor},
                {"next", p.next},
                {"more", p.more},
                {"members", p.members},
                {"last", p.last},
                {"matched", p.matched}});
}

void write_end(std::string& out, std::uint64_t members) {
    write(out, {{"t", end_type}, {"members", members}});
}

void add(std::vector<page>& pages, page p) {
    auto const same = [&](page const& other) { return other.cursor == p.cursor; };
    pages.erase(std::find_if(pages.begin(), pages.end(), same), pages.end());
    pages.push_back(std::move(p));
}

walk read_walk(files::storage& storage, std::filesystem::path const& file) {
    walk p;
    files::line_reader lines(storage, file);
    try {
        while (auto const line = lines.next()) {
            if (!journal::is_intact(*line)) break; // torn: what is behind it was never relied on
            if (begins(*line, page_type)) {
                auto page = page_of(journal::parse_sealed(*line));
                page.begins = p.bytes;
                page.ends = lines.offset() - line->size() - 1;
                add(p.pages, std::move(page));
                p.bytes = lines.offset();
            } else if (begins(*line, end_type)) {
                p.complete = true;
                p.bytes = lines.offset();
            }
        }
    } catch (std::exception const&) { // sound by its checksum, and none of ours
        unsound(file, lines.offset());
    }
    return p;
}

std::unique_ptr<section> read_section(files::storage& storage, std::filesystem::path const& file,
                                      std::uint64_t from) {
    auto s = std::make_unique<section>();
    files::line_reader lines(storage, file, from);
    reading(file, from, [&] {
        for (bool whole = false; !whole;) {
            auto const line = lines.next();
            if (!line) unsound(file, lines.offset());
            auto object = journal::parse_sealed(*line);
            whole = text(object, "t") == page_type;
            if (whole) {
                s->of = page_of(object);
                continue;
            }
            auto each = member_of(std::move(object));
            s->ids.push_back(std::move(each.id));
            s->emails.push_back(std::move(each.email));
            s->documents.push_back(std::move(each.document));
        }
        s->next = lines.offset();
        auto const behind = lines.next();
        if (!behind) unsound(file, lines.offset());
        auto const object = journal::parse_sealed(*behind);
        if (text(object, "t") == end_type) s->total = number(object, "members");
    });
    for (std::size_t i = 0; i < s->documents.size(); ++i)
        s->members.push_back({s->ids[i], s->emails[i], &s->documents[i]});
    return s;
}

void visit_members(files::storage& storage, std::filesystem::path const& file,
                   std::function<void(std::uint64_t begins, kept_member const&)> const& see) {
    // Where they begin and end: that is all to keep.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> pages;
    for (auto const& page : read_walk(storage, file).pages) pages.emplace_back(page.begins, page.ends);
    for (auto const& [begins, ends] : pages) {
        files::line_reader lines(storage, file, begins);
        while (lines.offset() < ends) {
            auto const at = lines.offset();
            reading(
                file, at,
                [&] {
                    auto const line = lines.next();
                    if (!line) lost(file, at);
                    see(at, member_of(journal::parse_sealed(*line)));
                },
                lost);
        }
    }
}

kept_member read_member(files::storage& storage, std::filesystem::path const& file, std::uint64_t from) {
    kept_member found;
    reading(
        file, from,
        [&] {
            auto const line = files::line_at(storage, file, from);
            if (!line) lost(file, from);
            found = member_of(journal::parse_sealed(*line));
        },
        lost);
    return found;
}

} // namespace muster::engine::snapshot
