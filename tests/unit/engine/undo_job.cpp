#include "undo_job.hpp"

#include "../scratch.hpp"
#include "launch/deed_job.hpp"
#include "launch/store.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <sstream>

namespace muster::simulated {

namespace json = boost::json;

namespace {

constexpr auto rows_file = "/in/rows";

/// A job's files, where launch looks for them: on a real disk.
void copy_files(model_world& from, std::filesystem::path const& to) {
    std::filesystem::create_directories(to);
    auto const& root = from.directory().root;
    auto const names = from.disk.list(root);
    if (!names) return;
    for (auto const& each : *names)
        if (each.what == files::entry::kind::file)
            tests::spill(to / each.name, files::read_file(from.disk, root / each.name).value());
}

std::set<std::string> named_in(std::string const& rows) {
    std::set<std::string> all;
    std::istringstream lines(rows);
    for (std::string line; std::getline(lines, line);)
        all.emplace(json::parse(line).as_object().at("id").as_string());
    return all;
}

} // namespace

undo_job undo_of(model_world& parent, bool force) {
    tests::scratch const desk;
    launch::store jobs((desk.path / "state").string());
    copy_files(parent, jobs.where(parent.directory().id).root);
    launch::undo_choices choices;
    choices.wanted = [](journal::member_settled const& s) { // what `muster undo` takes unless told otherwise
        return s.outcome == core::outcome::done || s.outcome == core::outcome::unknown;
    };
    choices.force = force;
    auto made = launch::make_undo(jobs, parent.directory().id, choices);
    undo_job job;
    job.deeds = made.deeds;
    job.left_out = made.left_out;
    if (made.deeds == 0) return job;
    auto document = made.spec.document;
    document.at("source").at("jsonl").as_object()["file"] = rows_file;
    job.spec = json::serialize(document);
    made.from.rows(*jobs.storage().open_append(desk.path / "rows"));
    job.rows = tests::slurp(desk.path / "rows");
    job.members = named_in(job.rows);
    return job;
}

void put_rows(memory_storage& disk, std::string const& rows) {
    std::filesystem::path const file = rows_file;
    disk.make_directories(file.parent_path());
    auto const to = disk.open_append(file);
    to->append(rows);
    to->sync();
    disk.sync_directory(file.parent_path());
}

} // namespace muster::simulated
