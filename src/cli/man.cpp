#include "cli/command_tree.hpp"
#include "cli/commands.hpp"
#include "cli/man_page.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

struct options {
    std::vector<std::string> command;
    std::string directory;
};

std::string joined(std::vector<std::string> const& words) {
    std::string path;
    for (auto const& word : words) path += (path.empty() ? "" : " ") + word;
    return path;
}

command_words const& find(command_words const& tree, std::vector<std::string> const& words) {
    auto const path = joined(words);
    for (auto const* const command : all_commands(tree))
        if (command->path == path) return *command;
    throw core::job_error(core::exit_status::usage,
                          "there is no command " + core::quoted(path) + "; muster --help lists them");
}

void write_all(command_words const& tree, std::filesystem::path const& directory) {
    for (auto const* const command : all_commands(tree)) {
        auto const path = directory / (page_name(*command) + ".1");
        std::ofstream page(path);
        page << man_page(*command, tree);
        page.close();
        if (!page) throw core::job_error(core::exit_status::usage, "cannot write " + path.string());
    }
}

} // namespace

void add_man(CLI::App& app, int& status) {
    auto const o = std::make_shared<options>();
    auto* const command = app.add_subcommand("man", "Print the manual page of a command, or write them all");
    command->add_option("COMMAND", o->command, "The command; without it, the page of muster itself");
    command->add_option("--directory", o->directory, "Write the pages of all commands to this directory")
        ->type_name("DIRECTORY");
    command->footer("An installed muster has them where man looks.\n"
                    "Examples:\n"
                    "  muster man run | man -l -\n"
                    "  muster man --directory /usr/local/share/man/man1\n"
                    "Exit status: 0; 2 no such command, or the directory cannot be written.");
    command->callback([&app, &status, o] {
        auto const tree = read_tree(app);
        if (o->directory.empty())
            std::cout << man_page(find(tree, o->command), tree);
        else
            write_all(tree, o->directory);
        status = 0;
    });
}

void add_help(CLI::App& app, int& status) {
    auto const words = std::make_shared<std::vector<std::string>>();
    auto* const command = app.add_subcommand("help", "Print the help of a command, as --help does");
    command->add_option("COMMAND", *words, "The command; without it, the help of muster itself");
    command->footer("Examples:\n"
                    "  muster help run\n"
                    "  muster help member get\n"
                    "Exit status: 0; 2 no such command.");
    command->callback([&app, &status, words] {
        auto const tree = read_tree(app);
        find(tree, *words); // refuses what is no command
        CLI::App const* wanted = &app;
        std::string above;
        for (auto const& word : *words) {
            above += (above.empty() ? "" : " ") + wanted->get_name();
            wanted = wanted->get_subcommand(word);
        }
        // The program's own help would go on with the command that is being run.
        std::cout << app.get_formatter()->make_help(
            wanted, above + (above.empty() ? "" : " ") + wanted->get_name(), CLI::AppFormatMode::Normal);
        status = 0;
    });
}

} // namespace muster::cli
