#pragma once

namespace CLI {
class App;
}

namespace muster::cli {

/// Reads the command line by the commands and options of `app`, and runs the command that it names; or prints
/// the help or version that it asks for. Throws core::job_error(usage), with a suggestion where a word looks
/// like a slip, and whatever the command throws.
void read_command_line(CLI::App& app, int argc, char** argv);

} // namespace muster::cli
