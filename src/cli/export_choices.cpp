#include "cli/export_choices.hpp"

#include "core/errors.hpp"
#include "spec/keys.hpp"

namespace muster::cli {

namespace {

[[noreturn]] void refuse(std::string const& option, std::string const& what) {
    throw core::job_error(core::exit_status::usage,
                          option + " is for " + what + ", and this job is none. Nothing was sent.");
}

} // namespace

void keep_export_choices(spec::spec& spec, run_options const& options) {
    if (options.migrate) {
        auto* const table = spec.sink ? std::get_if<sink::to_table>(&spec.sink->to) : nullptr;
        if (table == nullptr) refuse("--migrate", "exports to a table");
        table->migrate = true;
        spec.document["export"].as_object()[spec::keys::migrate.name] = true;
    }
    if (options.partial) {
        auto* const file = spec.sink ? std::get_if<sink::to_file>(&spec.sink->to) : nullptr;
        if (file == nullptr) refuse("--partial", "exports to a file");
        file->partial = true;
        spec.document["export"].at("to").as_object()["partial"] = true;
    }
}

} // namespace muster::cli
