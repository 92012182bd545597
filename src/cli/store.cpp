#include "cli/commands.hpp"
#include "cli/number_text.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/obstacle.hpp"
#include "core/printable.hpp"
#include "fleet/schema.hpp"
#include "fleet/store_view.hpp"
#include "launch/move_job.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

using core::exit_status;
using core::job_error;

namespace {

struct move_options {
    std::vector<std::string> jobs;
    bool all = false;
    std::string from, to;
};

/// Works on a database; what is in the way there is a reason to stop.
template <class Work>
exit_status with_database(std::string const& given, Work const& work) {
    launch::job_place const place(given);
    if (!place.is_shared())
        throw job_error(exit_status::usage,
                        "which store? give its address with --store, or set MUSTER_STORE");
    try {
        database::postgres_connection on(place.address());
        return work(on, place);
    } catch (core::obstacle const& e) {
        throw job_error(exit_status::stopped, e.what());
    }
}

exit_status init(std::string const& given) {
    return with_database(given, [](database::postgres_connection& on, launch::job_place const& place) {
        bool const made = fleet::make_store(on);
        if (!made) fleet::expect_store(on);
        std::cout << shown(place.name()) << (made ? " is a store now" : " is a store already") << '\n';
        return exit_status::ok;
    });
}

exit_status check(std::string const& given) {
    return with_database(given, [](database::postgres_connection& on, launch::job_place const& place) {
        auto const v = fleet::view_store(on);
        std::cout << shown(place.name()) << ": " << v.files << " files, " << v.bytes << " bytes, "
                  << v.leases.size() << " leases\n";
        for (auto const& each : v.leases) {
            auto const holder = each.holder.substr(0, each.holder.find('\n'));
            std::cout << shown("  " + each.path + "  " + holder) << "  epoch " << each.epoch << ", ends in "
                      << each.seconds_left << " s unless it is renewed\n";
        }
        for (auto const& each : v.torn) std::cout << shown("  damaged: " + each) << '\n';
        return v.torn.empty() ? exit_status::ok : exit_status::internal;
    });
}

exit_status move(move_options const& o) {
    if (o.all == !o.jobs.empty()) throw job_error(exit_status::usage, "which jobs? name them, or say --all");
    launch::store from(o.from), to(o.to);
    auto worst = exit_status::ok;
    auto const try_to = [&](std::string const& what, auto const& work) {
        try {
            work();
            std::cout << shown(what) << " is in " << shown(to.place().name()) << " now\n" << std::flush;
        } catch (job_error const& e) { // the others are meant as well
            std::cerr << "muster: " << shown(e.what()) << '\n';
            worst = std::max(worst, e.status());
        } catch (files::io_error const& e) {
            std::cerr << "muster: " << shown(what) << ": " << shown(e.what()) << '\n';
            worst = std::max(worst, exit_status::stopped);
        }
    };
    auto jobs = o.jobs;
    if (o.all)
        for (auto const& each : from.all()) jobs.push_back(each.id);
    for (auto const& id : jobs) try_to("job " + id, [&] { launch::move_job(from, to, id); });
    if (!o.all) return worst;
    for (auto const& id : from.archived())
        try_to("the archive of job " + id, [&] { launch::move_archive(from, to, id); });
    return worst;
}

} // namespace

void add_store(CLI::App& app, int& status) {
    auto* const store =
        app.add_subcommand("store", "Make, check and fill a database that several hosts keep their jobs in");
    store->require_subcommand(1);
    store->footer("How to set it up: README.md, On several hosts.");
    auto const place = std::make_shared<std::string>();
    auto* const init_command = store->add_subcommand("init", "Make the tables; leaves what is there");
    add_place_option(*init_command, *place);
    init_command->footer("Makes the schema `muster`, and touches nothing else in the database.\n"
                         "Example:\n"
                         "  muster store init --store postgresql://muster@db.example/muster\n"
                         "Exit status: 0 it is there; 2 not a store's address, or of another version;\n"
                         "75 the database cannot be reached, or does not allow it.");
    init_command->callback([place, &status] { status = static_cast<int>(init(*place)); });
    auto* const check_command =
        store->add_subcommand("check", "Say what stands in it, and who has which lease");
    add_place_option(*check_command, *place);
    check_command->footer("Example:\n"
                          "  muster store check --store env:MUSTER_DB\n"
                          "Exit status: 0 sound; 2 no store; 70 files are damaged; 75 cannot be reached.");
    check_command->callback([place, &status] { status = static_cast<int>(check(*place)); });
    auto o = std::make_shared<move_options>();
    auto* const move_command =
        store->add_subcommand("move", "Move jobs from a directory to a store, or back");
    move_command->add_option("JOB", o->jobs, "The jobs' ids");
    move_command->add_flag("--all", o->all, "All jobs, and all archives");
    move_command->add_option("--from", o->from, "Where they are: a directory, a store's address or env:NAME")
        ->type_name("PLACE");
    move_command->add_option("--to", o->to, "Where to: the same")->type_name("PLACE")->required();
    move_command->footer("Byte for byte, and read back before it goes from where it was. A job that runs\n"
                         "stays. Without --from: where jobs are kept, as other commands have it.\n"
                         "Example:\n"
                         "  muster store move --all --to env:MUSTER_DB\n"
                         "Exit status: 0 moved; 2 no such job, or another of its id there; 4 it runs;\n"
                         "75 stopped early: call it again.");
    move_command->callback([o, &status] { status = static_cast<int>(move(*o)); });
}

} // namespace muster::cli
