#include "source_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <set>

namespace muster::house {
BOOST_AUTO_TEST_SUITE(floors_of_src)

namespace {

// Includes go strictly downward; folders of one floor do not know each other (src/README.md).
std::map<std::string, int> const floors{
    {"core", 0},  {"files", 0},    {"http", 1},     {"pacing", 1},   {"journal", 1}, {"filter", 1},
    {"async", 1}, {"database", 1}, {"schedule", 1}, {"provider", 2}, {"source", 2},  {"operation", 2},
    {"sink", 2},  {"fleet", 2},    {"spec", 3},     {"engine", 4},   {"launch", 5},  {"service", 6},
    {"web", 7},   {"cli", 8},      {"main.cpp", 9},
};

constexpr int highest_of_sandbox = 1; // and only cli/sandbox includes it

// The folder a file is in, or the file itself where it stands in src/.
std::string folder_of(std::string const& file) {
    return file.substr(0, file.find('/'));
}

// What is wrong with `file` including `header`, both relative to src.
std::optional<std::string> mistake(std::string const& file, std::string const& header) {
    auto const from = folder_of(file), to = folder_of(header);
    if (from == to) return std::nullopt;
    if (to == "sandbox") {
        if (file.starts_with("cli/sandbox.")) return std::nullopt;
        return "only cli/sandbox may include the sandbox";
    }
    if (!floors.contains(to)) return "src/" + to + " is on no floor";
    if (from == "sandbox") {
        if (floors.at(to) <= highest_of_sandbox) return std::nullopt;
        return "the sandbox uses floors 0 and 1 only";
    }
    if (!floors.contains(from)) return "src/" + from + " is on no floor";
    if (floors.at(to) < floors.at(from)) return std::nullopt;
    return from + " is on floor " + std::to_string(floors.at(from)) + ", " + to + " on floor "
           + std::to_string(floors.at(to));
}

// The text between the quotes, if it is a header of ours.
std::optional<std::string> our_header(std::string const& name) {
    if (!name.starts_with('"')) return std::nullopt;
    return name.substr(1, name.size() - 2);
}

// All files of ours that a file brings in, itself among them.
void reach(std::string const& file, std::set<std::string>& reached) {
    if (!source_files().contains(file) || !reached.insert(file).second) return;
    for (auto const& name : included(source_files().at(file)))
        if (auto const header = our_header(name)) reach(*header, reached);
}

bool brings_in(std::string const& file, std::string const& library) {
    std::set<std::string> reached;
    reach(file, reached);
    for (auto const& f : reached)
        for (auto const& name : included(source_files().at(f)))
            if (name.starts_with("<" + library)) return true;
    return false;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_table_lets_includes_go_downward_only) {
    BOOST_TEST(!mistake("engine/run.cpp", "core/node.hpp"));
    BOOST_TEST(!mistake("core/node.cpp", "core/node.hpp"));
    BOOST_TEST(!mistake("main.cpp", "cli/main.hpp"));
    BOOST_TEST(!mistake("sandbox/server.cpp", "http/message.hpp"));
    BOOST_TEST(!mistake("cli/sandbox.cpp", "sandbox/server.hpp"));
    BOOST_TEST(mistake("core/node.cpp", "http/message.hpp").has_value());
    BOOST_TEST(mistake("http/client.cpp", "async/stop.hpp").has_value());
    BOOST_TEST(mistake("launch/store.cpp", "cli/log.hpp").has_value());
    BOOST_TEST(mistake("sandbox/server.cpp", "spec/spec.hpp").has_value());
    BOOST_TEST(mistake("cli/run.cpp", "sandbox/server.hpp").has_value());
    BOOST_TEST(mistake("cli/run.cpp", "new/thing.hpp").has_value());
    BOOST_TEST(mistake("new/thing.cpp", "core/node.hpp").has_value());
}

BOOST_AUTO_TEST_CASE(the_table_names_what_there_is) {
    std::set<std::string> there;
    for (auto const& [file, text] : source_files()) there.insert(folder_of(file));
    for (auto const& [folder, floor] : floors)
        BOOST_TEST(there.contains(folder), "there is no src/" << folder);
}

BOOST_AUTO_TEST_CASE(include_lines_are_read) {
    auto const names = included("#pragma once\n#include \"a/b.hpp\" // why\n#include <c>\n// #include <d>\n");
    std::vector<std::string> const expected{"\"a/b.hpp\"", "<c>"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(includes_go_strictly_downward) {
    BOOST_TEST(source_files().size() > 100);
    for (auto const& [file, text] : source_files()) {
        for (auto const& name : included(text)) {
            auto const header = our_header(name);
            if (!header) continue;
            BOOST_TEST(source_files().contains(*header),
                       "src/" << file << ": no src/" << *header << "; includes are relative to src");
            auto const wrong = mistake(file, *header);
            BOOST_TEST(!wrong, "src/" << file << " includes " << *header << ": " << wrong.value_or(""));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_all_fake_platforms_share_knows_none_of_them) {
    auto const whose = [](std::string const& file) { return file.substr(0, file.rfind('/')); };
    for (auto const& [file, text] : source_files()) {
        if (folder_of(file) != "sandbox" || file == "sandbox/registry.cpp") continue; // which lists them
        for (auto const& name : included(text)) {
            auto const header = our_header(name);
            if (!header || !header->starts_with("sandbox/")) continue;
            auto const folder = whose(*header);
            BOOST_TEST((folder == "sandbox" || folder == whose(file)),
                       "src/" << file << " includes " << *header);
        }
    }
}

BOOST_AUTO_TEST_CASE(pure_folders_do_not_see_asio) {
    std::set<std::string> const pure{"core",      "pacing", "filter", "schedule", "provider",
                                     "operation", "source", "spec",   "journal"};
    for (auto const& [file, text] : source_files())
        if (pure.contains(folder_of(file)))
            BOOST_TEST(!brings_in(file, "boost/asio"), "src/" << file << " brings in Asio");
}

BOOST_AUTO_TEST_CASE(at_most_three_files_are_compiled_with_beast) {
    std::string users;
    int count = 0;
    for (auto const& [file, text] : source_files()) {
        if (!file.ends_with(".cpp") || !brings_in(file, "boost/beast")) continue;
        ++count;
        users += " src/" + file;
    }
    BOOST_TEST(count > 0);
    BOOST_TEST(count <= 3, "Beast costs half a minute in each of:" << users);
}

BOOST_AUTO_TEST_CASE(only_cli_sees_cli11) {
    for (auto const& [file, text] : source_files())
        if (folder_of(file) != "cli" && folder_of(file) != "main.cpp")
            BOOST_TEST(!brings_in(file, "CLI/"), "src/" << file << " brings in CLI11");
}

BOOST_AUTO_TEST_CASE(each_database_is_seen_by_one_file) {
    std::map<std::string, std::string> const only{{"sqlite3.h", "database/sqlite.cpp"},
                                                  {"libpq-fe.h", "database/postgres.cpp"}};
    for (auto const& [file, text] : source_files())
        for (auto const& [header, user] : only)
            BOOST_TEST(brings_in(file, header) == (file == user), "src/" << file << " and " << header);
}

BOOST_AUTO_TEST_CASE(no_file_holds_two_concepts) {
    for (auto const& [file, text] : source_files()) {
        auto const lines = std::count(text.begin(), text.end(), '\n');
        BOOST_TEST(lines <= 300, "src/" << file << " has " << lines << " lines: split it");
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::house
