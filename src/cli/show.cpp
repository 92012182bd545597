#include "cli/commands.hpp"
#include "cli/deed_writer.hpp"
#include "cli/option_checks.hpp"
#include "cli/plan_groups.hpp"
#include "cli/plan_page.hpp"
#include "cli/plan_words.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "files/posix_storage.hpp"
#include "launch/plan_file.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <limits>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

struct show_options {
    std::string file;
    std::uint64_t examples = 5;
    bool all = false;
    std::string output = "table";
};

/// Gives each member of the plan to `see`.
launch::plan read_members(files::storage& storage, std::string const& file, auto const& see) {
    try {
        return launch::read_plan(storage, file,
                                 [&](std::string_view line) { see(launch::read_planned_member(line)); });
    } catch (std::invalid_argument const& e) {
        throw core::job_error(core::exit_status::usage,
                              core::printable(file) + " holds a line that is of no member: " + e.what());
    }
}

void print_table(files::storage& storage, show_options const& o) {
    bool const wrapped = ::isatty(STDOUT_FILENO) != 0;
    auto const most = o.all ? std::numeric_limits<std::uint64_t>::max() : o.examples;
    plan_groups groups;
    auto const plan = read_members(storage, o.file, [&](launch::planned_member const& m) {
        groups.add(change_steps(m.change, m.before));
    });
    auto const words = words_of(plan);
    for (auto const& each : words.warnings) std::cout << table_row("warning", each, wrapped);
    std::cout << table_row("would", words.would, wrapped);
    for (auto const& [name, text] : words.lines) std::cout << table_row(name, text, wrapped);
    std::cout << groups_text(groups);
    std::uint64_t shown = 0;
    read_members(storage, o.file, [&](launch::planned_member const& m) {
        if (shown >= most) return;
        ++shown;
        std::cout << example_text({m.id, m.email, m.change, m.before, {}}, steps_of(m.change, m.before));
    });
    if (shown > 0 && plan.members > shown)
        std::cout << "  and " << plan.members - shown << " more; --all shows them\n";
}

void print_csv(files::storage& storage, show_options const& o) {
    // A cell that begins as a formula would be one in a spreadsheet.
    auto const cell = [](std::string_view text) { return csv_field(shown(text), true); };
    launch::read_plan(storage, o.file, [](std::string_view) {}); // one that was changed is not half printed
    std::cout << "member,email,field,before,after\n";
    read_members(storage, o.file, [&](launch::planned_member const& m) {
        for (auto const& s : change_steps(m.change, m.before, std::numeric_limits<std::size_t>::max()))
            std::cout << cell(m.id) << ',' << cell(m.email) << ',' << cell(s.field) << ',' << cell(s.from)
                      << ',' << cell(s.to) << '\n';
    });
}

void print_page(files::storage& storage, show_options const& o) {
    constexpr std::size_t longest_value = 200;
    plan_groups groups;
    auto const plan = read_members(storage, o.file, [&](launch::planned_member const& m) {
        groups.add(change_steps(m.change, m.before));
    });
    plan_page page(std::cout, plan, groups);
    read_members(storage, o.file, [&](launch::planned_member const& m) {
        page.add(m, change_steps(m.change, m.before, longest_value));
    });
    page.finish();
}

json::object groups_json(plan_groups const& groups) {
    json::object fields;
    for (auto const& f : groups.commonest(std::numeric_limits<std::size_t>::max())) {
        json::array ways;
        for (auto const& w : f.ways) ways.push_back(json::object{{"change", w.text}, {"members", w.members}});
        fields[f.name] =
            json::object{{"members", f.members}, {"ways", std::move(ways)}, {"others", f.others}};
    }
    return fields;
}

void print_json(files::storage& storage, show_options const& o) {
    plan_groups groups;
    auto const plan = read_members(storage, o.file, [&](launch::planned_member const& m) {
        groups.add(change_steps(m.change, m.before));
    });
    auto preview = plan.preview;
    preview.erase("words");
    std::cout << shown_json(json::serialize(json::object{{"plan", plan.digest},
                                                         {"key", plan.key},
                                                         {"at", plan.at},
                                                         {"by", plan.by},
                                                         {"members", plan.members},
                                                         {"fields", groups_json(groups)},
                                                         {"preview", std::move(preview)},
                                                         {"spec", plan.spec}}))
              << '\n';
}

void show(show_options const& o) {
    files::posix_storage storage;
    if (o.output == "csv") return print_csv(storage, o);
    if (o.output == "html") return print_page(storage, o);
    if (o.output == "json") return print_json(storage, o);
    print_table(storage, o);
}

} // namespace

void add_show(CLI::App& app, int& status) {
    auto o = std::make_shared<show_options>();
    auto* const command = app.add_subcommand("show", "Show a plan that was kept");
    command->add_option("FILE", o->file, "What muster plan --out wrote")->type_name("FILE")->required();
    command->add_option("--examples", o->examples, "How many members to show")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    command->add_flag("--all", o->all, "Show every member");
    command
        ->add_option("--output", o->output,
                     "table; html, a page for whoever is to approve it; csv, a line for each field of each "
                     "member; or json, without the members")
        ->check(one_of({"table", "html", "csv", "json"}));
    command->footer(
        "The plan is held against its seals first: one that was changed since it was made is refused.\n"
        "Nothing is asked of the platform.\n"
        "Examples:\n"
        "  muster show job.plan\n"
        "  muster show job.plan --output html > plan.html\n"
        "Exit status: 0; 2 no plan, or changed since.");
    command->callback([o, &status] {
        show(*o);
        status = static_cast<int>(core::exit_status::ok);
    });
}

} // namespace muster::cli
