#include "cli/commands.hpp"
#include "core/errors.hpp"
#include "spec/read.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace muster::cli {

void add_schema(CLI::App& app, int& status) {
    auto* const command = app.add_subcommand("schema", "Print the JSON Schema of specs, for editors");
    command->footer("A spec names it: \"$schema\": \"./spec.schema.json\".\n"
                    "Examples:\n"
                    "  muster schema > spec.schema.json\n"
                    "Exit status: 0.");
    command->callback([&status] {
        std::cout << spec::schema();
        status = static_cast<int>(core::exit_status::ok);
    });
}

} // namespace muster::cli
