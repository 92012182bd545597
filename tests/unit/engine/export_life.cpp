#include "export_life.hpp"

#include "journal/inspect.hpp"
#include "journal/replay.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <map>
#include <sstream>

namespace muster::simulated {
namespace {

constexpr auto folder = "/out";
constexpr auto file = "/out/members.jsonl";

std::string id_of(boost::json::object const& document) {
    auto const* const id = document.contains("id") ? document.if_contains("id") : document.if_contains("_id");
    if (id == nullptr) return "(none)";
    return id->is_string() ? std::string(id->get_string()) : boost::json::serialize(*id);
}

/// How often each member stands in the file.
std::map<std::string, unsigned> exported(model_world& world, std::vector<std::string>& wrong) {
    std::map<std::string, unsigned> all;
    auto const text = files::read_file(world.disk, file);
    if (!text) wrong.emplace_back("there is no file");
    std::istringstream lines(text.value_or(""));
    for (std::string line; std::getline(lines, line);) {
        boost::system::error_code error;
        auto const document = boost::json::parse(line, error);
        if (error || !document.is_object())
            wrong.push_back("no row: " + line);
        else
            ++all[id_of(document.get_object())];
    }
    return all;
}

void check_journal(model_world& world, std::size_t rows, std::vector<std::string>& wrong) {
    auto const folded = journal::replay(world.disk, world.directory()).folded;
    for (auto const n :
         {folded.totals().of(core::outcome::done), folded.totals().settled(), folded.matched()})
        if (n != rows)
            wrong.push_back("the journal counts " + std::to_string(n) + " of " + std::to_string(rows));
    auto const looked_at = journal::inspect(world.disk, world.directory());
    if (looked_at.damage) wrong.push_back("the journal is damaged: " + looked_at.damage->what);
    for (auto const& f : looked_at.rules.flaws())
        wrong.push_back("line " + std::to_string(f.line) + ": " + f.what);
    if (looked_at.saved != journal::inspection::shortcut::agrees)
        wrong.push_back("the checkpoint: " + looked_at.saved_why);
}

} // namespace

std::string without_canary(std::string pace) {
    if (auto const at = pace.find(", \"canary\""); at != pace.npos)
        pace.erase(at, pace.find('}', at) + 1 - at);
    return pace;
}

void make_place_of_export(model_world& world) {
    world.disk.make_directories(folder);
    world.disk.sync_directory(folder);
}

std::vector<std::string> problems_of_export(model_world& world, model_server const& server,
                                            std::set<std::string> const& expected,
                                            std::set<std::string> const& removed) {
    std::vector<std::string> wrong = world.unannounced;
    wrong.insert(wrong.end(), world.outside.begin(), world.outside.end());
    wrong.insert(wrong.end(), world.steered.unheeded.begin(), world.steered.unheeded.end());
    if (server.beyond_quota > 0)
        wrong.push_back(std::to_string(server.beyond_quota) + " requests came when the quota was used up");
    auto const there = exported(world, wrong);
    for (auto const& id : expected)
        if (!there.contains(id)) wrong.push_back(id + " is missing");
    for (auto const& [id, rows] : there) {
        if (rows != 1) wrong.push_back(id + " stands there " + std::to_string(rows) + " times");
        if (!server.exists(id) && !removed.contains(id)) wrong.push_back(id + " never was a member");
    }
    for (auto const& [id, entered] : server.ledger())
        if (entered.change_requests > 0) wrong.push_back(id + " was changed");
    if (world.disk.list(folder)->size() != 1) wrong.emplace_back("something is left beside the file");
    check_journal(world, there.size(), wrong);
    return wrong;
}

} // namespace muster::simulated
